"""A rule replayed over a copy of the archive raises what it raised live, id for id."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from lacre.cli.main import main
from lacre.detection.bundle import load_bundle
from lacre.detection.detect import Detector
from lacre.detection.responding import Responder
from lacre.detection.subject import Subject
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EventSource, Outcome
from tests.fakes.responding import memory_means
from tests.fakes.trail import MemoryTrail
from tests.fakes.windows import MemoryQuarantine, MemoryWindows
from tests.unit.detection.worlds import named
from tests.unit.sealing.rotating import KEYS, Copied, new_log

RULE = "many_failed_logins"


@dataclass
class Live:
    """Failed logins as they are recorded and detected, and a log of all of it."""

    windows: MemoryWindows = field(default_factory=MemoryWindows)
    trail: MemoryTrail = field(default_factory=MemoryTrail)
    recorded: list[ReceiptedEvent] = field(default_factory=list)

    def fail(self, *accounts: str) -> list[ReceiptedEvent]:
        recorder = self.trail.recorder()
        made = [recorder.prepare(failed(account)) for account in accounts]
        self.recorded += made
        return made

    def detect(self, events: Sequence[ReceiptedEvent]) -> None:
        detector = Detector(
            load_bundle(), self.windows, MemoryQuarantine(), Responder(self.trail.recorder().prepare, memory_means())
        )
        detector.detect([Subject(one.event.header, one.event.body_bytes) for one in events])

    def copy(self, to: Path) -> Path:
        log = new_log()
        log.sealer().seal([*self.recorded, *self.windows.events.values()])
        return Copied(log).saved(to)


def failed(account: str) -> Draft:
    return Draft(
        action="LOGIN_FAILED",
        actor=UNKNOWN_ACTOR,
        source=EventSource.API,
        entity_id=account,
        ip_address="192.0.2.7",
        outcome=Outcome.DENIED,
        attempted_action="LOGIN_SUCCESS",
    )


def run(rule: str, copy: Path, *further: str) -> int:
    return main(["backtest", rule, str(copy), "--key", KEYS["a"].encode(), *further])


def test_replay_and_log_are_the_same_id_for_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live = Live()
    live.detect(live.fail(*["ana"] * 6, *["rui"] * 4, *["eva"] * 5))
    assert run(RULE, live.copy(tmp_path / "copy"), "--same") == 0
    told = capsys.readouterr().out
    assert {alert.alert_id for alert in live.windows.alerts.values() if alert.rule == RULE} == {
        line.split()[2] for line in told.splitlines() if line.startswith("both ")
    }
    assert "2 would be raised, 2 were: 2 the same" in told


def test_what_the_detector_missed_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live = Live()
    live.detect(live.fail(*["ana"] * 5))
    live.fail(*["eva"] * 5)
    copy = live.copy(tmp_path / "copy")
    assert run(RULE, copy) == 0
    assert run(RULE, copy, "--same") == 1
    told = capsys.readouterr().out
    assert "replay only" in told
    assert f"{named('entity_id', 'eva', 'USER').text}  5 events" in told


def test_an_alert_that_nothing_explains_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live = Live()
    live.detect(live.fail(*["ana"] * 5))
    del live.recorded[:2]
    assert run(RULE, live.copy(tmp_path / "copy"), "--same") == 1
    assert "log only" in capsys.readouterr().out


def test_a_period_shows_what_ends_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live = Live()
    live.detect(live.fail(*["ana"] * 5))
    copy = live.copy(tmp_path / "copy")
    assert run(RULE, copy, "--to", "2026-11-18", "--same") == 0
    assert "0 would be raised, 0 were" in capsys.readouterr().out
    assert run(RULE, copy, "--from", "2026-11-18", "--to", "2026-11-19") == 0
    assert "1 would be raised, 1 were: 1 the same" in capsys.readouterr().out


@pytest.mark.parametrize("rule", ["no_such_rule", "absent.yml"])
def test_no_such_rule(tmp_path: Path, rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    live = Live()
    live.fail("ana")
    assert run(rule, live.copy(tmp_path / "copy")) == 2
    assert "the rule was not run" in capsys.readouterr().err


def test_a_body_that_was_changed_stops_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live = Live()
    live.detect(live.fail(*["ana"] * 5))
    honest = live.recorded[0]
    live.recorded[0] = replace(honest, event=replace(honest.event, body_bytes=b"{}"))
    assert run(RULE, live.copy(tmp_path / "copy")) == 2
    assert "is not the one that its header names" in capsys.readouterr().err


@pytest.mark.parametrize(("zone", "code"), [("Africa/Maputo", 0), ("Nowhere/AtAll", 2)])
def test_the_zone_of_trading_hours_is_said(tmp_path: Path, zone: str, code: int) -> None:
    live = Live()
    live.fail("ana")
    assert run("silent_pos", live.copy(tmp_path / "copy"), "--zone", zone) == code
