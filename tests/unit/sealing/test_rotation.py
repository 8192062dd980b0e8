"""Which keys sign which checkpoint, whatever is repeated, raced or forged."""

import json

import pytest

from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.ports.errors import SignerUnavailableError
from lacre.sealing.keyring import KEYS_FILE, MissingKeyError
from tests.fakes.crash import Killed, Steps
from tests.fakes.drafts import agent_created
from tests.fakes.sealing import MemorySealing
from tests.fakes.signer import LocalSigner
from tests.fakes.trail import MemoryTrail
from tests.unit.sealing.rotating import KEYS, SIGNERS, Operator, generations, new_log, rotation_draft, signed_by
from tests.unit.sealing.wholeness import check_whole, ids


def prepared(*drafts: Draft) -> list[ReceiptedEvent]:
    recorder = MemoryTrail().recorder()
    return [recorder.prepare(draft) for draft in drafts]


def plain(count: int) -> list[Draft]:
    return [agent_created(number) for number in range(count)]


OVERLAP, NEW = rotation_draft("ab", "a"), rotation_draft("b", "b")
STORY = prepared(*plain(2), OVERLAP, *plain(3), NEW, *plain(2))
STEPS_TO_CLAIM = 13
"""Checkpoint, head, keys, rows, the new checkpoint's name, batch, and the claim: each is announced twice, and it is
done before the second."""
CUTS = ((0, 4), (4, 6), (6, 8), (8, 9))


def deliver(log: MemorySealing) -> None:
    for low, high in CUTS:
        log.sealer().seal(STORY[low:high])


def test_each_generation_signs_from_the_end_of_its_batch_on_in_the_manifest_s_order() -> None:
    log = new_log()
    deliver(log)
    assert generations(log) == [(0, "a"), (4, "ab"), (8, "b")]
    assert [signed_by(log, size) for size in (4, 6, 8, 9)] == ["a", "ab", "ab", "b"]
    check_whole(log, ids(STORY))


def test_the_public_log_tells_the_generations() -> None:
    log = new_log()
    deliver(log)
    told = json.loads(log.log.objects[KEYS_FILE])
    assert told["origin"] == KEYS["a"].name
    assert [(one["first_size"], one["keys"]) for one in told["generations"]] == [
        (0, [KEYS["a"].encode()]),
        (4, [KEYS["a"].encode(), KEYS["b"].encode()]),
        (8, [KEYS["b"].encode()]),
    ]


def steps() -> int:
    log = new_log()
    deliver(log)
    return len(log.steps.names)


@pytest.mark.parametrize("fatal", range(steps()))
def test_killed_at_any_step_of_a_rotation_it_ends_in_the_same_bytes(fatal: int) -> None:
    log, whole = new_log(), new_log()
    deliver(whole)
    log.steps.fatal = fatal
    with pytest.raises(Killed):
        deliver(log)
    log.steps.fatal = None
    for _ in range(3):
        deliver(log)
    assert log.log.objects == whole.log.objects
    assert log.archive.objects == whole.archive.objects
    assert log.heads.head.generations == whole.heads.head.generations


@pytest.mark.parametrize("at", range(0, steps(), 3))
def test_a_second_sealer_between_any_two_steps_and_configured_in_another_order(at: int) -> None:
    log = new_log()

    def intrude(_: str) -> None:
        if len(log.steps.names) - 1 == at:
            log.steps.between = None
            log.sealer(signers=[SIGNERS[name] for name in "cba"]).seal(STORY[1:7])

    log.steps.between = intrude
    deliver(log)
    check_whole(log, ids(STORY))
    told = [one["first_size"] for one in json.loads(log.log.objects[KEYS_FILE])["generations"]]
    assert told == [size for size, _ in generations(log)]


def test_the_configured_order_counts_for_the_first_claim_only() -> None:
    log = new_log()
    log.sealer().seal(STORY[:4])
    log.sealer(signers=[SIGNERS["c"], SIGNERS["b"], SIGNERS["a"]]).seal(STORY[4:6])
    assert [signed_by(log, size) for size in (4, 6)] == ["a", "ab"]


def test_of_two_rotations_in_one_batch_the_last_counts() -> None:
    batch = prepared(rotation_draft("ab", "a"), rotation_draft("ca", "a"), *plain(2))
    log = new_log()
    assert log.sealer().seal(batch[:3]).forged == ()
    assert generations(log) == [(0, "a"), (3, "ca")]
    log.sealer().seal(batch[3:])
    assert signed_by(log, 4) == "ca"


def test_two_in_flight_in_two_batches_both_count_if_the_old_key_stays_in_force() -> None:
    one, two = prepared(rotation_draft("ab", "a"), rotation_draft("b", "a"))
    log = new_log()
    log.sealer().seal([one])
    log.sealer().seal([two])
    assert generations(log) == [(0, "a"), (1, "ab"), (2, "b")]


def test_a_sealer_without_a_key_in_force_claims_and_publishes_nothing_and_names_it() -> None:
    log = new_log()
    log.sealer().seal(STORY[:4])
    before = dict(log.log.objects), dict(log.archive.objects), log.heads.head
    with pytest.raises(MissingKeyError, match=KEYS["b"].key_id.hex()):
        log.sealer(signers=[SIGNERS["a"]]).seal(STORY[4:6])
    assert (log.log.objects, log.archive.objects, log.heads.head) == before
    log.steps.fatal = len(log.steps.names) + STEPS_TO_CLAIM
    with pytest.raises(Killed):
        log.sealer().seal(STORY[4:6])
    log.steps.fatal = None
    with pytest.raises(MissingKeyError):
        log.sealer(signers=[SIGNERS["a"]]).finish()
    assert log.log.objects == before[0]
    log.sealer().seal(STORY[4:6])
    check_whole(log, ids(STORY[:6]))


def test_a_second_key_that_is_away_publishes_nothing() -> None:
    away = LocalSigner("b")
    log = new_log()
    log.sealer().seal(STORY[:4])
    before = log.log.objects["checkpoint"]
    away.is_away = True
    with pytest.raises(SignerUnavailableError):
        log.sealer(signers=[SIGNERS["a"], away]).seal(STORY[4:6])
    assert log.log.objects["checkpoint"] == before
    away.is_away = False
    log.sealer(signers=[SIGNERS["a"], away]).seal(STORY[4:6])
    assert signed_by(log, 6) == "ab"


class LostKey(LocalSigner):
    """A key whose keeper no longer knows it."""

    @property
    def public_key(self) -> bytes:
        raise SignerUnavailableError("gone")


def test_a_retired_key_that_is_gone_stops_nothing() -> None:
    log = new_log()
    deliver(log)
    more = prepared(*plain(11))[9:]
    log.sealer(signers=[LostKey(), SIGNERS["b"]]).seal(more[:1])
    with pytest.raises(SignerUnavailableError):
        log.sealer(signers=[LostKey()]).seal(more[1:])


@pytest.mark.parametrize("by", "bc")
def test_a_forged_rotation_changes_nothing_and_is_told_of_once(by: str) -> None:
    operator = Operator()
    (forged,) = operator.recorder.record([rotation_draft("bc", by)])
    for _ in range(3):
        operator.deliver()
    assert generations(operator.log) == [(0, "a")]
    assert operator.findings() == [forged.event.header.id]
    assert signed_by(operator.log, operator.log.heads.head.size) == "a"


def test_a_forged_rotation_is_told_of_though_the_sealer_died_before_it_could() -> None:
    operator = Operator(MemorySealing(Steps(), SIGNERS["a"], [SIGNERS["b"]]), configured="ab")
    operator.recorder.record([agent_created(1)])
    operator.recorder.record([rotation_draft("b", "b")])
    operator.intake().sealer.seal(list(operator.trail.events.rows.values()))
    operator.deliver()
    assert len(operator.findings()) == 1


def test_a_rotation_that_held_is_not_told_of_when_it_comes_again() -> None:
    operator = Operator()
    operator.rotate("ab")
    operator.rotate("b")
    for _ in range(2):
        operator.deliver()
    assert operator.findings() == []


def test_a_manifest_brought_again_by_somebody_is_a_finding() -> None:
    operator = Operator()
    for keys in ("ab", "a"):
        operator.rotate(keys)
    (again,) = operator.recorder.record([rotation_draft("ab", "a")])
    operator.deliver()
    assert generations(operator.log) == [(0, "a"), (1, "ab"), (2, "a")]
    assert operator.findings() == [again.event.header.id]


def test_a_rotation_that_another_sealer_sealed_meanwhile_is_not_taken_for_a_forged_one() -> None:
    """The first sealer's head is older than the keys that the rotation was signed by."""
    one, two = prepared(rotation_draft("b", "a"), rotation_draft("c", "b"))
    log = new_log()

    def intrude(name: str) -> None:
        if name == "after head.read":
            log.steps.between = None
            log.sealer().seal([one])
            log.sealer().seal([two])

    log.steps.between = intrude
    assert log.sealer().seal([two]).forged == ()
    assert generations(log) == [(0, "a"), (1, "b"), (2, "c")]
