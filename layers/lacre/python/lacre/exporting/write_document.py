"""Writing an export as a signed document, and the manifest of the data attached to it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lacre.exporting.columns import SealedEvent
from lacre.exporting.found_events import FoundEvents
from lacre.exporting.pdf.about import About
from lacre.exporting.pdf.document import write_pdf
from lacre.exporting.sealed_tree import SealedTree
from lacre.exporting.telling import Telling
from lacre.model import moment
from lacre.ports.ambient import Clock
from lacre.ports.documents import DocumentSigner
from lacre.ports.exports import ExportFile, ExportFiles, Exports, Job, Result
from lacre.ports.timestamping import TimestampAuthority

_PIECE = 1024 * 1024


@dataclass(frozen=True)
class WriteDocument:
    """`organisation` is whose documents these are. Without an authority a job gives the same bytes each time: the
    signature is RSASSA-PKCS1-v1_5, which has no chance in it; a timestamp is another each time."""

    found: FoundEvents
    files: ExportFiles
    exports: Exports
    clock: Clock
    organisation: str
    signer: DocumentSigner
    authority: TimestampAuthority | None

    def __call__(self, job: Job, tree: SealedTree) -> Result:
        """Raises DamagedLogError, ExportError, SignerUnavailableError, AuthorityUnavailableError.

        Then there is no file of this attempt. Raises StoreUnavailableError.
        """
        read = _Counted()
        look = Telling(self.exports, job.id, lambda: read.count, self.clock)
        events = read.of(self.found.of(tree, job.wanted.selection.filters, look))
        document = write_pdf(events, self._about(job, tree), self.signer, _signed_at(job), self.authority)
        content, manifest = document.content, document.manifest
        pieces = (content[at : at + _PIECE] for at in range(0, len(content), _PIECE))
        self.files.write(job.id, ExportFile.PDF, pieces)
        self.files.write(job.id, ExportFile.MANIFEST, [manifest.encode()])
        files, digest = (ExportFile.PDF, ExportFile.MANIFEST), hashlib.sha256(content).hexdigest()
        return Result(manifest.count, manifest.sha256, manifest.length, files, digest)

    def _about(self, job: Job, tree: SealedTree) -> About:
        asking = job.asking
        return About(
            organisation=self.organisation,
            language=job.wanted.language.value,
            asked_by=f"{asking.name} ({asking.by})",
            asked_at=asking.at,
            reference=job.id,
            selection=job.wanted.selection,
            checkpoint=tree.checkpoint,
        )


def _signed_at(job: Job) -> int:
    """When it was begun, in ms: whoever writes the document again after a crash writes the same."""
    if job.begun_at is None:
        raise ValueError("nobody took up this job")
    return moment.to_milliseconds(job.begun_at)


@dataclass
class _Counted:
    """How many events went through."""

    count: int = 0

    def of(self, events: Iterable[SealedEvent]) -> Iterator[SealedEvent]:
        for event in events:
            self.count += 1
            yield event
