"""What lies beside the log and is held against it, if the auditor asks: cosignatures, timestamps, an export."""

from collections.abc import Sequence

from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.cosignature import is_cosigned_name
from lacre.tlog.note import MAXIMUM_BYTES
from lacre.verifying.export import check_export
from lacre.verifying.listing import is_timestamp_name
from lacre.verifying.questions import Question
from lacre.verifying.source import Copy
from lacre.verifying.timestamps import check_timestamps
from lacre.verifying.walk import Walk
from lacre.verifying.witnesses import check_cosigned

Facts = dict[str, str | int | None]


def check_beside(copy: Copy, names: Sequence[str], question: Question, walk: Walk) -> tuple[Facts, list[str]]:
    """The facts to show of what was asked, and what there is that was not. Raises SourceError."""
    cosigned, stamps = sum(map(is_cosigned_name, names)), sum(map(is_timestamp_name, names))
    proven = _Proven(copy, walk)
    facts: Facts = {}
    unasked = []
    if question.witnesses:
        facts |= check_cosigned(copy, names, question.witnesses, proven.root_at, walk.findings)
    elif cosigned:
        unasked.append(f"the witnesses' signatures on {cosigned} checkpoints: no --witness")
    if question.authority is not None:
        facts |= check_timestamps(copy, names, question.authority, proven.note_at, walk.findings)
    elif stamps:
        unasked.append(f"{stamps} timestamps: no --timestamp-authority")
    if question.export:
        manifest, data = question.export.manifest, question.export.data
        facts |= check_export(copy, walk.batches, walk.proven.size, proven.root_at, manifest, data, walk.findings)
    return facts, unasked


class _Proven:
    """The checkpoints that the walk has passed: their roots are those of the stored leaves."""

    def __init__(self, copy: Copy, walk: Walk) -> None:
        self._copy = copy
        self._walk = walk

    def root_at(self, size: int) -> bytes | None:
        """The proven root at a size with a signed checkpoint, else None."""
        is_proven = size <= self._walk.proven.size
        return self._walk.reader.checkpoints.by_size.get(size) if is_proven else None

    def note_at(self, size: int) -> bytes | None:
        """The checkpoint of a size as the archive holds it, if it is proven."""
        is_published = size in self._walk.reader.checkpoints.signers
        is_proven = is_published and self.root_at(size) is not None
        return self._copy.read(checkpoint_name(size), MAXIMUM_BYTES) if is_proven else None
