"""Cosigned checkpoints in a copy: forks, cut-off ends and forgeries, as a verifier sees them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.cosignature import CosignerKey, cosign, cosigned_name
from lacre.tlog.note import add_signature, sign_note
from lacre.verifying.verdict import Findings, Verdict
from lacre.verifying.witnesses import check_cosigned
from tests.fakes.signer import LocalSigner
from tests.fakes.witnessing import ORIGIN, History

TRUE, FORGED = History.of(30), History.of(30, fork_at=3)
NOON = 1_795_348_800
W1, W2 = LocalSigner("w1"), LocalSigner("w2")
KEY1, KEY2 = (
    CosignerKey(f"witness.example.com/{name}", signer.public_key) for name, signer in (("w1", W1), ("w2", W2))
)
SIZES = 5, 9, 20


def cosigned(note: bytes, key: CosignerKey = KEY1, signer: LocalSigner = W1, time: int = NOON) -> bytes:
    text = note.decode().partition("\n\n")[0] + "\n"
    return add_signature(note, cosign(text, key, time, signer.sign))


@dataclass
class CopyInMemory:
    objects: dict[str, bytes] = field(default_factory=dict)

    def names(self) -> Sequence[str]:
        return sorted(self.objects)

    def read(self, name: str, limit: int) -> bytes | None:
        assert limit < 100_000
        return self.objects.get(name)


@pytest.fixture
def copy() -> CopyInMemory:
    made = CopyInMemory({checkpoint_name(size): TRUE.note(size) for size in SIZES})
    for at, size in enumerate(SIZES):
        made.objects[cosigned_name(size, KEY1)] = cosigned(TRUE.note(size), time=NOON + at)
    made.objects[cosigned_name(9, KEY2)] = cosigned(TRUE.note(9), KEY2, W2)
    return made


def root_at(size: int) -> bytes | None:
    return TRUE.root(size) if size in SIZES else None


def check(
    copy: CopyInMemory, *witnesses: CosignerKey, roots: Callable[[int], bytes | None] = root_at
) -> tuple[Verdict, str, list[tuple[int | None, str | None]]]:
    findings = Findings()
    told = check_cosigned(copy, copy.names(), witnesses or (KEY1,), roots, findings)
    assert [one.key for one in told] == list(witnesses or (KEY1,))
    seen = [(one.size, one.time) for one in told]
    return findings.verdict, " ".join(one.message for one in findings.kept), seen


def test_the_largest_size_of_each_witness_is_told_with_its_time(copy: CopyInMemory) -> None:
    verdict, messages, seen = check(copy, KEY1, KEY2)
    assert (verdict, messages) == (Verdict.VERIFIED, "")
    assert seen == [(20, "2026-11-22T12:00:02Z"), (9, "2026-11-22T12:00:00Z")]


def test_a_witness_that_cosigned_nothing_leaves_it_open(copy: CopyInMemory) -> None:
    del copy.objects[cosigned_name(9, KEY2)]
    verdict, messages, seen = check(copy, KEY1, KEY2)
    assert verdict is Verdict.INCONCLUSIVE
    assert KEY2.name in messages
    assert seen[1] == (None, None)


def test_nothing_at_all_leaves_it_open() -> None:
    assert check(CopyInMemory())[0] is Verdict.INCONCLUSIVE


def test_a_witness_that_is_not_asked_for_is_not_looked_at(copy: CopyInMemory) -> None:
    copy.objects[cosigned_name(9, KEY2)] = b"garbage"
    assert check(copy, KEY1)[0] is Verdict.VERIFIED


def test_a_cosigned_root_that_is_not_the_logs_is_a_fork(copy: CopyInMemory) -> None:
    copy.objects[cosigned_name(9, KEY1)] = cosigned(FORGED.note(9))
    verdict, messages, _ = check(copy)
    assert verdict is Verdict.TAMPERED
    assert "two histories" in messages
    assert "size 9" in messages


def test_an_end_that_was_cut_off_shows(copy: CopyInMemory) -> None:
    copy.objects[cosigned_name(30, KEY1)] = cosigned(TRUE.note(30))
    verdict, messages, seen = check(copy)
    assert verdict is Verdict.INCONCLUSIVE
    assert "saw size 30" in messages
    assert seen[0][0] == 30


def test_a_checkpoint_that_was_removed_shows(copy: CopyInMemory) -> None:
    del copy.objects[checkpoint_name(9)]
    verdict, messages, _ = check(copy, roots=lambda size: root_at(size) if size != 9 else None)
    assert verdict is Verdict.INCONCLUSIVE
    assert "saw size 9" in messages


def test_a_copy_without_any_checkpoint_still_tells_what_was_seen(copy: CopyInMemory) -> None:
    for size in SIZES:
        del copy.objects[checkpoint_name(size)]
    assert check(copy, roots=lambda _: None)[0] is Verdict.INCONCLUSIVE


def of_another_log() -> bytes:
    other = History.of(9)
    other.origin = "else.example.com"
    return cosigned(other.note(9))


BAD = {
    "nothing": b"",
    "garbage": b"\xff\x00",
    "not cosigned": TRUE.note(9),
    "cosigned by another": cosigned(TRUE.note(9), KEY2, W2),
    "cosigned by another under its name": cosigned(TRUE.note(9), KEY1, W2),
    "changed afterwards": cosigned(TRUE.note(9)).replace(b"\n9\n", b"\n8\n"),
    "of another size": cosigned(TRUE.note(5)),
    "of another log": of_another_log(),
    "no checkpoint": cosigned(sign_note(f"{ORIGIN}\n9\n", TRUE.key, TRUE.signer.sign)),
    "no root": cosigned(sign_note(f"{ORIGIN}\n9\nnone\n", TRUE.key, TRUE.signer.sign)),
    "no size": cosigned(sign_note(f"{ORIGIN}\nnine\nAAAA\n", TRUE.key, TRUE.signer.sign)),
}


@pytest.mark.parametrize("trick", BAD)
def test_what_the_log_cannot_have_written_there_is_tampering(copy: CopyInMemory, trick: str) -> None:
    copy.objects[cosigned_name(9, KEY1)] = BAD[trick]
    verdict, messages, seen = check(copy)
    assert verdict is Verdict.TAMPERED
    assert cosigned_name(9, KEY1) in messages
    assert seen[0][0] == 20


def test_any_time_that_a_witness_can_claim_is_told(copy: CopyInMemory) -> None:
    copy.objects[cosigned_name(20, KEY1)] = cosigned(TRUE.note(20), time=2**63 - 1)
    verdict, _, seen = check(copy)
    assert verdict is Verdict.VERIFIED
    assert seen[0][1] == f"{2**63 - 1} s after 1970"


def test_the_logs_own_signature_is_not_needed_to_believe_a_witness(copy: CopyInMemory) -> None:
    text, _, _ = TRUE.note(20).decode().partition("\n\n")
    line = cosign(f"{text}\n", KEY1, NOON, W1.sign)
    copy.objects[cosigned_name(20, KEY1)] = f"{text}\n\n{line}".encode()
    assert check(copy)[0] is Verdict.VERIFIED
