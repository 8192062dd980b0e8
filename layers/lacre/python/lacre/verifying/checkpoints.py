"""The roots that the log signed: one for each published size, and those that the auditor kept.

A checkpoint counts as signed by the keys that the auditor trusts. Which of them have to sign it depends on the leaves
before it (`lacre.verifying.generations`), and is judged when the walk comes to its size.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacre.tlog.checkpoint import Checkpoint, checkpoint_name, open_checkpoint_of_any, size_of
from lacre.tlog.hashing import EMPTY_ROOT
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import MAXIMUM_BYTES, NoteError, UnknownKeyError, VerifierKey
from lacre.verifying.source import Copy
from lacre.verifying.verdict import Findings

Signers = frozenset[VerifierKey]


@dataclass
class Checkpoints:
    """Signed roots by size. `published` are the sizes of the archive's own checkpoints, `sizes` those and the kept."""

    copy: Copy
    findings: Findings
    by_size: dict[int, bytes] = field(default_factory=dict)
    published: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    signers: dict[int, Signers] = field(default_factory=dict)
    _unknown: set[str] = field(default_factory=set)
    _unknown_kept: list[bytes] = field(default_factory=list)
    _kept_signers: dict[int, Signers] = field(default_factory=dict)

    def load(self, names: Iterable[str], kept: Sequence[bytes], trusted: Sequence[VerifierKey]) -> None:
        """Open the checkpoints of a copy, and the kept ones, with the keys that are trusted from the beginning."""
        self._unknown.update(names)
        self._unknown_kept.extend(kept)
        self.learn(trusted, 0)
        if self.by_size.get(0, EMPTY_ROOT) != EMPTY_ROOT:
            self.findings.tampered("the log signed a root for no leaves that is not that of an empty tree")

    def learn(self, keys: Sequence[VerifierKey], size: int) -> None:
        """Open those of no trusted key so far with keys that are trusted for what is not smaller than `size`."""
        for name in sorted(name for name in self._unknown if size_of(name) >= size):
            self._open_published(name, keys)
        unknown, self._unknown_kept = self._unknown_kept, []
        for note in unknown:
            self._open_kept(note, keys)

    def between(self, low: int, high: int) -> Sequence[int]:
        """The sizes with a signed root that are greater than `low` and not greater than `high`."""
        return self.sizes[bisect_right(self.sizes, low) : bisect_right(self.sizes, high)]

    @property
    def largest(self) -> int:
        return self.sizes[-1] if self.sizes else 0

    @property
    def largest_kept(self) -> int | None:
        """The largest size of the checkpoints that the auditor kept and that a trusted key opens."""
        return max(self._kept_signers, default=None)

    def first_signers(self) -> Signers:
        """Who signed the smallest checkpoint."""
        signers = self.signers if self.published else self._kept_signers
        return signers[min(signers)] if signers else frozenset()

    def is_of_unknown_key(self, size: int) -> bool:
        return checkpoint_name(size) in self._unknown

    def judge(self, size: int, generation: Generation) -> None:
        """Report a checkpoint that not all the keys in force at its size signed."""
        if size in self._kept_signers and not self._kept_signers[size] & set(generation.keys):
            self.findings.inconclusive(f"the kept checkpoint of size {size} bears no signature of a key in force there")
        if size not in self.signers:
            return
        missing = [key for key in generation.keys if key not in self.signers[size]]
        if missing:
            missing = self._still_missing(size, missing)
        for key in missing:
            self.findings.tampered(
                f"{checkpoint_name(size)} bears no signature of the key {shown(key)}, which was in force from size "
                f"{generation.first_size + 1} on: it was forged or rolled back with a key that is not, or no longer"
            )

    def tell_unknown(self) -> None:
        """Report what no trusted key signed, after all keys are known."""
        for name in sorted(self._unknown):
            self.findings.inconclusive(
                f"{name} bears no signature of a key that is trusted; where the log's keys were rotated, "
                "give each key that you were given with a --key of its own, the oldest too"
            )
        for _ in self._unknown_kept:
            self.findings.inconclusive("a kept checkpoint cannot be used: it bears no signature of a trusted key")

    def _still_missing(self, size: int, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
        """Which of the keys, learned after the checkpoint was opened, did not sign it either."""
        try:
            signers = open_checkpoint_of_any(self.copy.read(checkpoint_name(size), MAXIMUM_BYTES) or b"", keys)[1]
        except UnknownKeyError:
            return list(keys)
        except NoteError as error:
            self.findings.tampered(f"{checkpoint_name(size)} is no checkpoint of this log: {error}")
            return []
        return [key for key in keys if key not in signers]

    def _open_published(self, name: str, keys: Sequence[VerifierKey]) -> None:
        try:
            checkpoint, signers = open_checkpoint_of_any(self.copy.read(name, MAXIMUM_BYTES) or b"", keys)
        except UnknownKeyError:
            return
        except NoteError as error:
            self.findings.tampered(f"{name} is no checkpoint of this log: {error}")
        else:
            self._add_published(name, checkpoint, signers)
        self._unknown.discard(name)

    def _add_published(self, name: str, checkpoint: Checkpoint, signers: Signers) -> None:
        if checkpoint_name(checkpoint.size) != name:
            self.findings.tampered(f"{name} holds the checkpoint of size {checkpoint.size}")
            return
        self.signers[checkpoint.size] = signers
        insort(self.published, checkpoint.size)
        self._add(checkpoint, "the archive's and a kept one's")

    def _open_kept(self, note: bytes, keys: Sequence[VerifierKey]) -> None:
        # What the auditor brings is not part of the copy: if it cannot be opened, nothing is said of the copy.
        try:
            checkpoint, signers = open_checkpoint_of_any(note, keys)
        except UnknownKeyError:
            self._unknown_kept.append(note)
        except NoteError as error:
            self.findings.inconclusive(f"a kept checkpoint cannot be used: {error}")
        else:
            self._kept_signers[checkpoint.size] = self._kept_signers.get(checkpoint.size, frozenset()) | signers
            self._add(checkpoint, "the archive's and a kept one's, or two kept ones'")

    def _add(self, checkpoint: Checkpoint, whose: str) -> None:
        size = checkpoint.size
        if size not in self.by_size:
            self.by_size[size] = checkpoint.root
            insort(self.sizes, size)
        elif self.by_size[size] != checkpoint.root:
            self.findings.tampered(f"the log signed two roots for size {size}: {whose}")


def shown(key: VerifierKey) -> str:
    """A key's name and id."""
    return f"{key.name}+{key.key_id.hex()}"
