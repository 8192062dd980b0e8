"""Official documents of a log in memory, and what the verifier says of them."""

from collections.abc import Sequence

from lacre.exporting.columns import SealedEvent
from lacre.exporting.pdf.about import About, Language
from lacre.exporting.pdf.document import write_pdf
from lacre.model.filters import Selection
from lacre.ports.documents import DocumentSigner
from lacre.ports.timestamping import TimestampAuthority
from lacre.tlog.batch import is_batch_name
from lacre.tlog.checkpoint import checkpoint_name, is_checkpoint_name, size_of
from lacre.verifying.document import Examined, check_document
from lacre.verifying.document_signature import Trusted
from lacre.verifying.verdict import Findings
from tests.fakes.document_signer import authority, document_signer
from tests.unit.verifying.archives import Sealed
from tests.unit.verifying.exported import MemoryCopy, leaves_of

SIGNED_AT = 1_795_339_800_123
ROOT = Trusted.of(authority().root, None)


def about(
    archive: Sealed, selection: Selection | None = None, size: int | None = None, language: Language = "en"
) -> About:
    return About(
        organisation="Example Bank",
        language=language,
        asked_by="Domingos Tembe (u-auditor)",
        asked_at="2026-11-22T09:30:00.000Z",
        reference="job-one",
        selection=selection or Selection(),
        checkpoint=archive.objects[checkpoint_name(size or len(archive.events))],
    )


def document(
    archive: Sealed,
    asked: About | None = None,
    events: Sequence[SealedEvent] | None = None,
    signer: DocumentSigner | None = None,
    stamping: TimestampAuthority | None = None,
    signed_at: int = SIGNED_AT,
) -> bytes:
    """The signed document of a whole log, or of what is asked; `events` is what its writer is told the log holds."""
    told = leaves_of(archive) if events is None else events
    return write_pdf(told, asked or about(archive), signer or document_signer(), signed_at, stamping).content


def examine(archive: Sealed, content: bytes, trusted: Trusted = ROOT) -> tuple[Findings, Examined]:
    """As after a walk of the whole archive."""
    sizes = {size_of(name) for name in archive.objects if is_checkpoint_name(name)}
    findings = Findings()
    examined = check_document(
        MemoryCopy(archive.objects),
        sorted(filter(is_batch_name, archive.objects)),
        max(sizes, default=0),
        lambda size: archive.root(size) if size in sizes else None,
        content,
        trusted,
        findings,
    )
    return findings, examined
