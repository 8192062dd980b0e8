"""Signed roots outside an archive: of a file's own checkpoints, and of those that the auditor kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacre.tlog.checkpoint import Checkpoint, open_checkpoint_of_any
from lacre.tlog.note import NoteError, UnknownKeyError, VerifierKey
from lacre.verifying.verdict import Findings


@dataclass(frozen=True)
class SignedRoots:
    """Opens checkpoints with the keys that the auditor trusts, and holds those of one log against each other."""

    keys: Sequence[VerifierKey]
    findings: Findings
    by_size: dict[int, Checkpoint] = field(default_factory=dict)
    kept: list[Checkpoint] = field(default_factory=list)

    def open(self, note: bytes, where: str) -> Checkpoint | None:
        """A checkpoint that the file brings; None, with its finding, if it is none of this log."""
        try:
            opened = open_checkpoint_of_any(note, self.keys)[0]
        except UnknownKeyError:
            self.findings.inconclusive(f"{where} bears no signature of a key that you trust")
        except NoteError as error:
            self.findings.tampered(f"{where} is no checkpoint of this log: {error}")
        else:
            return self._add(opened)
        return None

    def keep(self, notes: Iterable[bytes]) -> None:
        """Add what the auditor kept: if it cannot be opened, nothing is said of the file."""
        for note in notes:
            try:
                opened = self._add(open_checkpoint_of_any(note, self.keys)[0])
            except NoteError as error:
                self.findings.inconclusive(f"a kept checkpoint cannot be used: {error}")
            else:
                self.kept.extend([opened] if opened else [])

    def tell_unused(self, *used: int) -> None:
        """What was kept and could not be compared is a question without an answer."""
        for size in sorted({one.size for one in self.kept} - set(used)):
            self.findings.inconclusive(
                f"whether the log agrees with its checkpoint of size {size} is not shown by this file: it takes a "
                "consistency proof between the two sizes"
            )

    def _add(self, opened: Checkpoint) -> Checkpoint | None:
        one = next(iter(self.by_size.values()), opened)
        if one.origin != opened.origin:
            self.findings.inconclusive("the checkpoints are those of different logs")
            return None
        if self.by_size.setdefault(opened.size, opened).root != opened.root:
            self.findings.tampered(f"the log signed two roots for size {opened.size}")
        return opened
