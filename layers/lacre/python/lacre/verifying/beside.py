"""What lies beside the log and is held against it, if the auditor asks: cosignatures, timestamps, an export."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.cosignature import is_cosigned_name
from lacre.tlog.note import MAXIMUM_BYTES
from lacre.tlog.timestamp_name import is_timestamp_name
from lacre.verifying.export import check_export
from lacre.verifying.questions import Document, Question
from lacre.verifying.source import Copy
from lacre.verifying.timestamps import check_timestamps
from lacre.verifying.walk import Walk
from lacre.verifying.witnesses import Cosigned, check_cosigned

Facts = dict[str, str | int | None]


@dataclass
class Beside:
    """What is to be shown of what was asked; `unasked` are sentences of what there is that was not."""

    facts: Facts = field(default_factory=dict)
    witnesses: list[Cosigned] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)


def check_beside(copy: Copy, names: Sequence[str], question: Question, walk: Walk) -> Beside:
    """What the copy holds beside the log, as far as the auditor asks for it. Raises SourceError."""
    cosigned, stamps = sum(map(is_cosigned_name, names)), sum(map(is_timestamp_name, names))
    proven = _Proven(copy, walk)
    found = Beside()
    if question.witnesses:
        found.witnesses = check_cosigned(copy, names, question.witnesses, proven.root_at, walk.findings)
    elif cosigned:
        found.unasked.append(f"the witnesses' signatures on {cosigned} checkpoints: no --witness")
    if question.authority is not None:
        found.facts |= check_timestamps(copy, names, question.authority, proven.note_at, walk.findings)
    elif stamps:
        found.unasked.append(f"{stamps} timestamps: no --timestamp-authority")
    if question.export:
        manifest, data = question.export.manifest, question.export.data
        size = walk.proven.size
        exported = check_export(copy, walk.batches, size, proven.root_at, manifest, data, walk.findings)
        found.facts |= exported
        found.unasked += _beyond_export(exported.get("export leaves"), size)
    if question.document:
        _check_document(copy, question.document, question.authority, walk, proven, found)
    return found


def _check_document(
    copy: Copy, document: Document, authority: bytes | None, walk: Walk, proven: "_Proven", found: Beside
) -> None:
    # Imported here: only a PDF needs what reads PDFs, a second and a half of imports.
    from lacre.verifying.document import check_document
    from lacre.verifying.document_signature import Trusted, TrustError

    try:
        trusted = Trusted.of(document.roots, authority)
    except TrustError as error:
        walk.findings.inconclusive(str(error))
        return
    size = walk.proven.size
    examined = check_document(copy, walk.batches, size, proven.root_at, document.content, trusted, walk.findings)
    found.facts |= examined.facts
    found.unasked += [*examined.unasked, *_beyond_export(examined.facts.get("export leaves"), size)]


def _beyond_export(leaves: str | int | None, proven: int) -> list[str]:
    if not isinstance(leaves, int) or leaves >= proven:
        return []
    return [f"leaves {leaves} to {proven - 1}: the export is of a smaller tree"]


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
