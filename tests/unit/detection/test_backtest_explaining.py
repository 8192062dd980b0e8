"""`lacre backtest --explain`: why a group of the archive fired, or did not."""

from pathlib import Path

import pytest

from lacre.detection.backtest import backtest, explain_group
from lacre.detection.subject import Subject
from tests.fakes.ambient import START
from tests.unit.detection.test_backtest import RULE, Live, run
from tests.unit.detection.worlds import HOUR, failed_login, named, rule

EVA = named("entity_id", "eva", "USER").text


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    live = Live()
    live.detect(live.fail(*["ana"] * 6, *["eva"] * 4))
    return live.copy(tmp_path / "copy")


def test_a_near_miss_says_what_was_missing(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(RULE, copy, "--explain", EVA) == 0
    title, verdict, *events = capsys.readouterr().out.splitlines()
    assert title == f"many_failed_logins: >= 5 events in 10 min, {EVA}"
    assert verdict.startswith("4 of 5 events in 10 min, from ")
    assert verdict.endswith(" would have fired.")
    assert len(events) == 4


def test_a_group_that_fired_names_its_evidence(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(RULE, copy, "--explain", named("entity_id", "ana", "USER").text) == 0
    _, verdict, *events = capsys.readouterr().out.splitlines()
    assert verdict.startswith("Fired: >= 5 events in 10 min; by 5 events, from ")
    assert len(events) == 5


def test_of_nobody_nothing_is_counted(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(RULE, copy, "--explain", named("entity_id", "rui", "USER").text) == 0
    assert "Nothing is counted of this group" in capsys.readouterr().out


def test_a_rule_that_resets_explains_too(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("consecutive_failed_logins", copy, "--explain", named("account", "eva", "USER").text) == 0
    assert "4 of 10 events in 24 h" in capsys.readouterr().out


@pytest.mark.parametrize(
    "further", [("--explain", "eva"), ("--explain", '{"entity_id":"eva"}'), ("--explain", EVA, "--from", "2026-11-18")]
)
def test_what_is_no_group_or_has_no_meaning_is_not_run(
    copy: Path, further: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(RULE, copy, *further) == 2
    assert capsys.readouterr().err


SILENCE = rule(
    kind="absence",
    condition={"silence_ms": 3 * HOUR, "calendar": None, "armed_by": [0], "disarmed_by": []},
    timespan_ms=3 * HOUR,
    suppression_ms=4 * HOUR,
    retention_ms=4 * HOUR,
)


@pytest.mark.parametrize(("end", "fires"), [(3 * HOUR - 1, 0), (3 * HOUR, 1)])
def test_a_silence_is_judged_up_to_the_end_of_the_log(end: int, fires: int) -> None:
    """By the replay and by what explains it alike: after the log's last event nobody knows."""
    events = [Subject(failed_login(1, 0)), Subject(failed_login(2, end, "another"))]
    until = START + 1000 * HOUR
    found = backtest(SILENCE, events, 0, until)
    explained = explain_group(SILENCE, events, named("entity_id", "account-1", "USER"), until)
    assert (len(found.only_replayed), explained.episodes) == (fires, fires)


def test_it_compares_or_explains(copy: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(RULE, copy, "--same", "--explain", EVA)
    assert ended.value.code == 2
