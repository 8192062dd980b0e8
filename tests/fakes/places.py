"""Who has how many jobs of a kind under way, in memory."""

from dataclasses import dataclass, field, replace

from lacre.ports.events import StateWrite
from lacre.ports.exports import Places
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryPlaces:
    rows: dict[str, Places] = field(default_factory=dict)

    def places(self, by: str) -> Places:
        return self.rows.get(by, Places(by))

    def taking(self, places: Places, job_id: str) -> StateWrite:
        def is_unchanged() -> bool:
            return self.places(places.by).version == places.version

        after = replace(places, job_ids=(*places.job_ids, job_id), version=places.version + 1)
        return MemoryWrite(is_unchanged, lambda: self.rows.update({places.by: after}))
