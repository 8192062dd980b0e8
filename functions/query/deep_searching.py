"""What deep searches are asked for and found with."""

from dataclasses import dataclass

from lacre.ports.ambient import Entropy
from lacre.ports.deep_searches import DeepSearches, FoundPages
from lacre.ports.exports import ExportQueue


@dataclass(frozen=True)
class DeepSearching:
    jobs: DeepSearches
    queue: ExportQueue
    pages: FoundPages
    entropy: Entropy
