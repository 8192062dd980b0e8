"""What exports are asked for, found and given out with."""

from dataclasses import dataclass

from lacre.ports.ambient import Entropy
from lacre.ports.exports import ExportFiles, ExportQueue, Exports


@dataclass(frozen=True)
class Exporting:
    jobs: Exports
    queue: ExportQueue
    files: ExportFiles
    entropy: Entropy
