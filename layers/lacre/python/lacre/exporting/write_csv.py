"""Writing the data of an export and the manifest beside them, as the events come."""

from dataclasses import dataclass

from lacre.exporting.found_events import FoundEvents
from lacre.exporting.sealed_tree import SealedTree
from lacre.exporting.telling import Telling
from lacre.exporting.writer import Writer
from lacre.ports.ambient import Clock
from lacre.ports.exports import ExportFile, ExportFiles, Exports, Job, Result


@dataclass(frozen=True)
class WriteCsv:
    found: FoundEvents
    files: ExportFiles
    exports: Exports
    clock: Clock

    def __call__(self, job: Job, tree: SealedTree) -> Result:
        """The manifest last: whoever has one has the data of it.

        Raises DamagedLogError, and then there is no file of this attempt; ExportError, StoreUnavailableError.
        """
        writer = Writer(job.wanted.selection, tree.checkpoint)
        look = Telling(self.exports, job.id, lambda: writer.count, self.clock)
        events = self.found.of(tree, job.wanted.selection.filters, look)
        self.files.write(job.id, ExportFile.DATA, writer.chunks(events))
        manifest = writer.manifest()
        self.files.write(job.id, ExportFile.MANIFEST, [manifest.encode()])
        return Result(manifest.count, manifest.sha256, manifest.length, (ExportFile.DATA, ExportFile.MANIFEST))
