"""Whatever is shuffled, repeated, re-cut, raced, rotated and cosigned: the same claims give the same bytes."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.model.event import ReceiptedEvent
from lacre.ports.sealing import CHECKPOINT
from lacre.sealing.log_files import write_log_files
from lacre.sealing.rebuilding import proven_batches
from lacre.tlog.batch import decode_batch
from lacre.tlog.checkpoint import stated_size
from lacre.tlog.note import add_signature, signature_line
from tests.fakes.drafts import agent_created
from tests.fakes.sealing import ORIGIN, MemorySealing
from tests.fakes.trail import MemoryTrail
from tests.unit.sealing.rotating import KEYS, Copied, new_log, of_last_size, rotation_draft
from tests.unit.sealing.wholeness import check_whole, ids


def history() -> list[ReceiptedEvent]:
    """Forty events, among them rotations that hold and some that do not, depending on what is sealed first."""
    recorder = MemoryTrail().recorder()
    rotations = {7: ("ab", "a"), 19: ("b", "b"), 20: ("c", "c"), 28: ("cb", "b"), 33: ("ab", "a")}
    drafts = [rotation_draft(*rotations[at]) if at in rotations else agent_created(at) for at in range(40)]
    return [recorder.prepare(draft) for draft in drafts]


SOME = history()


def check_rebuilt(log: MemorySealing) -> None:
    """The archive alone gives the public log's bytes; only cosignatures are not in it."""
    built: dict[str, bytes] = {}
    first = log.heads.head.generations[0].keys[0]
    head = write_log_files(proven_batches(Copied(log), first), ORIGIN, built.__setitem__)
    kept = log.log.objects[CHECKPOINT]
    assert kept.startswith(built[CHECKPOINT])
    assert of_last_size(log) == {**built, CHECKPOINT: kept}
    assert (head.frontier, head.generations) == (log.heads.head.frontier, log.heads.head.generations)


def replayed(log: MemorySealing) -> MemorySealing:
    """The log's claims, sealed one after another by one undisturbed sealer."""
    again = new_log()
    known = {stored.event.header_bytes: stored for stored in SOME}
    claims = [batch.head.batch for batch in proven_batches(Copied(log), KEYS["a"])]
    for name in claims:
        lines = decode_batch(name, log.archive.objects[name])
        again.sealer().seal([known[line.header] for line in lines])
    return again


def cosign(log: MemorySealing) -> None:
    note = log.log.objects.get(CHECKPOINT)
    if note:
        line = signature_line("witness.example.com", b"\x01\x02\x03\x04", b"\x09" * 72)
        log.log.objects[CHECKPOINT] = add_signature(note, line)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_four_shuffled_shards_delivered_thrice_and_cut_anew(data: st.DataObject) -> None:
    deliveries: list[Sequence[ReceiptedEvent]] = []
    for shard in data.draw(st.permutations([SOME[start::4] for start in range(4)])):
        for _ in range(3):
            cut = data.draw(st.integers(1, len(shard) - 1))
            deliveries += [shard[:cut], shard[cut:]]
    data.draw(st.randoms()).shuffle(deliveries)
    log = new_log()
    for delivery in deliveries:
        log.sealer().seal(delivery)
        cosign(log)
    check_whole(log, ids(SOME))
    check_rebuilt(log)
    same = replayed(log)
    assert same.archive.objects == log.archive.objects
    assert {**same.log.objects, CHECKPOINT: b""} == {**log.log.objects, CHECKPOINT: b""}


def deliver(log: MemorySealing) -> None:
    for low, high in ((0, 9), (9, 24), (24, 40)):
        log.sealer().seal(SOME[low:high])


def steps() -> int:
    log = new_log()
    deliver(log)
    return len(log.steps.names)


@pytest.mark.parametrize("at", range(steps()))
def test_a_second_sealer_and_a_witness_between_any_two_steps(at: int) -> None:
    log = new_log()

    def intrude(_: str) -> None:
        if len(log.steps.names) - 1 == at:
            log.steps.between = None
            cosign(log)
            log.sealer().seal(SOME[3:30])
            cosign(log)

    log.steps.between = intrude
    deliver(log)
    check_whole(log, ids(SOME))
    check_rebuilt(log)


def test_a_cosigned_checkpoint_is_the_log_s_own_until_the_log_grows() -> None:
    log = new_log()
    log.sealer().seal(SOME[:9])
    cosign(log)
    cosigned = log.log.objects[CHECKPOINT]
    log.sealer().finish()
    assert (log.log.objects[CHECKPOINT], log.repaired) == (cosigned, [])
    log.sealer().seal(SOME[9:12])
    log.log.cosign_checkpoint(cosigned, 9)
    assert stated_size(log.log.objects[CHECKPOINT]) == 12, "a late witness replaces nothing"
