"""Each check of the trail: what it calls well, what late, what broken."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from lacre.detection.watermark import EVERY_MS
from lacre.model import moment
from lacre.model.vocabulary import EventSource
from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from lacre.ports.summaries import Quarantined
from lacre.reconciling.log_walk import FRESH
from lacre.reconciling.numbering import GAPS
from lacre.reconciling.rounds import TIME
from lacre.summarising.lanes import Lanes
from lacre.tlog.cosignature import CosignerKey, cosign
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey, split_note
from lacre.watching.detector import DetectorCheck
from lacre.watching.reading import Reading, State
from lacre.watching.thresholds import ITERATOR_AGE_MS, RECONCILIATION_LAG_MS, SEAL_DELAY_MS, STANDSTILL_MS
from lacre.watching.trail_health import TrailHealth
from tests.fakes.drafts import agent_created
from tests.fakes.sealing import ORIGIN, MemorySealing
from tests.fakes.signer import LocalSigner
from tests.fakes.trail import MemoryTrail
from tests.unit.watching.trails import NOW, POOL, Trail, told


def test_a_log_without_a_leaf_has_nothing_to_judge() -> None:
    trail = Trail()
    assert told(trail.checkpoint()) == [("NONE", ""), ("NONE", "")]
    assert told(trail.reconciliation()) == [("NONE", ""), ("NONE", "")]
    assert told(trail.quarantine()) == [("NONE", "")]


@pytest.mark.parametrize(("age", "state"), [(STANDSTILL_MS, ("OK", "")), (STANDSTILL_MS + 1, ("LATE", "old"))])
def test_a_checkpoint_is_as_old_as_its_file(age: int, state: tuple[str, str]) -> None:
    trail = Trail()
    trail.seal()
    trail.clock.advance(age)
    checkpoint, witnesses = trail.checkpoint()
    assert (checkpoint.state.value, checkpoint.why) == state
    assert (checkpoint.at, checkpoint.facts) == (NOW, {"size": 3})
    assert witnesses.state is State.NONE


def _gone(trail: Trail) -> None:
    del trail.sealing.log.objects["checkpoint"]


def _forged(trail: Trail) -> None:
    note = trail.sealing.log.objects["checkpoint"]
    trail.sealing.log.objects["checkpoint"] = note[:-9] + b"AAAAAA==\n"


def _of_another_key(trail: Trail) -> None:
    other = MemorySealing(signer=LocalSigner("another"))
    other.sealer().seal(trail.events)
    trail.sealing.log.objects["checkpoint"] = other.log.objects["checkpoint"]


def _of_another_tree(trail: Trail) -> None:
    other = MemorySealing(signer=trail.sealing.signer)
    other.sealer().seal([trail.trail.recorder().record([agent_created(one)])[0] for one in range(3)])
    trail.sealing.log.objects["checkpoint"] = other.log.objects["checkpoint"]


def _of_a_larger_tree(trail: Trail) -> None:
    other = MemorySealing(signer=trail.sealing.signer)
    other.sealer().seal([trail.trail.recorder().record([agent_created(one)])[0] for one in range(9)])
    trail.sealing.log.objects["checkpoint"] = other.log.objects["checkpoint"]


def _of_a_key_that_was_replaced(trail: Trail) -> None:
    head = trail.sealing.heads.head
    signer = LocalSigner("another")
    newer = Generation(1, (VerifierKey(ORIGIN, signer.public_key),))
    trail.sealing.heads.head = replace(head, generations=(*head.generations, newer))


def _too_long(trail: Trail) -> None:
    trail.sealing.log.objects["checkpoint"] = b""


def _older(trail: Trail) -> None:
    before = trail.sealing.log.objects["checkpoint"]
    trail.seal(*[trail.trail.recorder().record([agent_created(9)])[0]])
    trail.sealing.log.objects["checkpoint"] = before


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (_gone, "missing"),
        (_forged, "unsigned"),
        (_of_another_key, "unsigned"),
        (_too_long, "unsigned"),
        (_of_another_tree, "forked"),
        (_of_a_larger_tree, "forked"),
        (_of_a_key_that_was_replaced, "unsigned"),
        (_older, "behind"),
    ],
)
def test_another_checkpoint_than_the_logs_last_is_broken(damage: Callable[[Trail], None], why: str) -> None:
    trail = Trail()
    trail.seal()
    damage(trail)
    assert told(trail.checkpoint())[0] == ("BROKEN", why)


def test_cosignatures_are_told_with_their_time() -> None:
    trail = Trail()
    trail.seal()
    signer = LocalSigner("witness")
    note = trail.sealing.log.objects["checkpoint"]
    for name, at in (("w2.example.com/w", 1_795_000_001), ("w1.example.com/w", 1_795_000_007)):
        line = cosign(split_note(note)[0], CosignerKey(name, signer.public_key), at, signer.sign)
        trail.sealing.log.objects["checkpoint"] += line.encode()
    witnesses = trail.checkpoint()[1]
    assert (witnesses.state, witnesses.at) == (State.OK, 1_795_000_007_000)
    assert witnesses.facts == {"count": 2, "names": ("w1.example.com/w", "w2.example.com/w")}


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (SEAL_DELAY_MS, ("OK", "")),
        (SEAL_DELAY_MS + 1, ("LATE", "waiting")),
        (STANDSTILL_MS, ("LATE", "waiting")),
        (STANDSTILL_MS + 1, ("BROKEN", "waiting")),
    ],
)
def test_an_event_waits_for_its_seal(age: int, state: tuple[str, str]) -> None:
    trail = Trail()
    trail.seal(*trail.events[:2])
    waiting = moment.to_milliseconds(trail.events[2].event.header.recorded_at)
    trail.clock.time = waiting + age
    (reading,) = trail.waiting()
    assert told([reading]) == [state]
    assert reading.at == moment.to_milliseconds(trail.events[1].event.header.recorded_at)
    assert reading.facts == {"oldest": waiting, "seconds": age // 1000}


def test_all_that_is_sealed_is_well_and_nothing_recorded_is_nothing() -> None:
    trail = Trail()
    trail.seal()
    assert told(trail.waiting()) == [("OK", "")]
    trail.clock.advance(3 * 3_600_000)
    assert told(trail.waiting()) == [("NONE", "")]


def test_what_waits_is_found_behind_many_that_are_sealed() -> None:
    trail = Trail()
    recorder = trail.trail.recorder()
    late = trail.events[0]
    trail.recorded_by.advance(STANDSTILL_MS // 1000 + 60)
    fresh = [recorder.record([agent_created(number)])[0] for number in range(200)]
    trail.seal(*trail.events[1:], *fresh)
    trail.clock.time = moment.to_milliseconds(fresh[-1].event.header.recorded_at) + 1
    (reading,) = trail.waiting()
    assert told([reading]) == [("BROKEN", "waiting")]
    assert reading.facts["oldest"] == moment.to_milliseconds(late.event.header.recorded_at)


@pytest.mark.parametrize(
    ("age", "state"), [(RECONCILIATION_LAG_MS, ("OK", "")), (RECONCILIATION_LAG_MS + 1, ("LATE", "lagging"))]
)
def test_the_comparison_lags_as_far_as_its_walk_of_the_table(age: int, state: tuple[str, str]) -> None:
    trail = Trail()
    trail.keep(TIME, f"{moment.to_text(NOW)}#some-id")
    trail.clock.advance(age)
    assert told(trail.reconciliation()) == [state, ("OK", "")]


def test_the_comparison_lags_as_far_as_its_walk_of_the_log() -> None:
    trail = Trail()
    trail.seal()
    trail.clock.advance(2 * RECONCILIATION_LAG_MS)
    trail.keep(TIME, moment.to_text(trail.clock.now()))
    compared, _ = trail.reconciliation()
    assert (compared.state, compared.why, compared.facts["behind"]) == (State.LATE, "lagging", 3)
    assert compared.at == moment.to_milliseconds(trail.sealing.heads.head.began_at)


@pytest.mark.parametrize(("name", "text"), [(TIME, "no moment"), (FRESH, "no place")])
def test_a_place_that_no_run_kept_is_broken(name: str, text: str) -> None:
    trail = Trail()
    trail.keep(TIME, moment.to_text(NOW))
    trail.keep(name, text)
    assert told(trail.reconciliation())[0] == ("BROKEN", "unreadable")


def test_gaps_are_told_as_often_as_they_stand() -> None:
    trail = Trail()
    trail.keep(TIME, moment.to_text(NOW))
    trail.keep(GAPS, "0123456789abcdef fedcba9876543210")
    gaps = trail.reconciliation()[1]
    assert (gaps.state, gaps.facts) == (State.BROKEN, {"gaps": 2})


@pytest.mark.parametrize(
    ("count", "age", "state"),
    [(0, STANDSTILL_MS, ("OK", "")), (0, STANDSTILL_MS + 1, ("LATE", "old")), (2, 0, ("BROKEN", "set_aside"))],
)
def test_a_quarantine_that_is_empty_is_well_while_somebody_looks(count: int, age: int, state: tuple[str, str]) -> None:
    trail = Trail()
    trail.summaries.note_quarantined(Quarantined(NOW - age, count, NOW if count else None, is_all=True))
    assert told(trail.quarantine()) == [state]


@pytest.mark.parametrize(
    ("lag", "state"),
    [
        (0, ("OK", "")),
        (EVERY_MS, ("OK", "")),
        (EVERY_MS + 1, ("LATE", "lagging")),
        (EVERY_MS + STANDSTILL_MS + 1, ("BROKEN", "lagging")),
    ],
)
def test_the_detector_has_counted_what_is_due(lag: int, state: tuple[str, str]) -> None:
    trail = Trail()
    last = moment.to_milliseconds(trail.events[-1].event.header.recorded_at)
    trail.clock.time = last + ITERATOR_AGE_MS + 1
    trail.count_up_to(last - lag)
    assert told(trail.detector()) == [state]


def test_the_detector_need_not_have_counted_what_is_not_due_or_its_own() -> None:
    trail = Trail()
    last = moment.to_milliseconds(trail.events[-1].event.header.recorded_at)
    assert told(trail.detector()) == [("NONE", "")]
    trail.clock.time = last + ITERATOR_AGE_MS + 1
    assert told(trail.detector()) == [("LATE", "unseen")]
    own = MemoryTrail()
    own.recorder().record([replace(agent_created(1), source=EventSource.DETECTOR)])
    only_own = DetectorCheck(trail.windows, Lanes(own.events, POOL), trail.clock)
    assert told(only_own()) == [("NONE", "")]


def test_a_place_that_is_away_hides_nothing_of_the_others() -> None:
    trail = Trail()

    def away() -> list[Reading]:
        raise StoreUnavailableError("away")

    health = TrailHealth(((("one", "two"), away), (("quarantine",), trail.quarantine)))
    assert [(one.check, one.state) for one in health.read(POOL)] == [
        ("one", State.AWAY),
        ("two", State.AWAY),
        ("quarantine", State.NONE),
    ]


def test_a_checkpoint_that_is_still_to_be_signed_is_not_behind() -> None:
    trail = Trail()
    trail.seal(*trail.events[:2])
    trail.sealing.signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        trail.seal(trail.events[2])
    assert told(trail.checkpoint())[0] == ("OK", "")
