"""A log that seals, its witnesses, and a verifier of its archive, all in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.tlog.checkpoint import checkpoint_name, open_checkpoint
from lacre.tlog.cosignature import CosignerKey
from lacre.verifying.verdict import Findings, Verdict
from lacre.verifying.witnesses import check_cosigned
from lacre.witnessing.evidence import Evidence, prove_fork
from tests.unit.witnessing.published import EVENTS, NAMES, Published


@dataclass(frozen=True)
class CopyOf:
    objects: dict[str, bytes]

    def names(self) -> Sequence[str]:
        return sorted(self.objects)

    def read(self, name: str, limit: int) -> bytes | None:
        return self.objects.get(name)


def verify(log: Published, witnesses: Sequence[CosignerKey]) -> tuple[Verdict, dict[str, int | None]]:
    """The verdict, and the largest size by witness: what is proven are the archive's own checkpoints."""
    copy, findings = CopyOf(log.archive.objects), Findings()

    def root_at(size: int) -> bytes | None:
        note = log.archive.objects.get(checkpoint_name(size))
        return open_checkpoint(note, log.key).root if note else None

    told = check_cosigned(copy, copy.names(), witnesses, root_at, findings)
    return findings.verdict, {one.key.name: one.size for one in told}


def keys(log: Published) -> list[CosignerKey]:
    return [one.witness.key for one in log.witnesses.values()]


def grown(*sizes: int) -> Published:
    log = Published()
    for size in sizes:
        log.grow(size)
        log.submit()
    return log


def test_an_honest_log_is_witnessed_from_its_beginning_to_its_end() -> None:
    log = grown(3, 8, 255, 256, 300)
    verdict, sizes = verify(log, keys(log))
    assert verdict is Verdict.VERIFIED
    assert [sizes[name] for name in NAMES] == [300, 300]
    assert len(log.archive.names("cosigned/", "")) == 10


def test_who_cuts_off_the_end_cannot_take_back_what_was_cosigned() -> None:
    log = grown(3, 8, 20)
    del log.archive.objects[checkpoint_name(20)]
    assert verify(log, keys(log))[0] is Verdict.INCONCLUSIVE


def test_who_writes_a_second_history_over_the_first_meets_the_first_ones_cosignatures() -> None:
    log, forged = grown(7), Published()
    forged.sealing.sealer().seal(EVENTS[100:107])
    kept = {name: content for name, content in log.archive.objects.items() if name.startswith("cosigned/")}
    forged.archive.objects.update(kept)
    assert verify(forged, keys(log))[0] is Verdict.TAMPERED


def test_who_shows_a_second_history_to_a_witness_hands_it_the_proof() -> None:
    log, forged = grown(7), Published()
    forged.sealing.sealer().seal(EVENTS[100:120])
    forged.client = log.client
    forged.submission = forged.another()
    assert len(forged.submit().refused) == 2
    for one in log.witnesses.values():
        (record,) = one.memory.evidence.values()
        assert prove_fork(Evidence.decode(record), [log.key]).size == 7
    assert verify(forged, keys(log))[0] is Verdict.INCONCLUSIVE
