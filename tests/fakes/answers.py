"""First answers in memory."""

from dataclasses import dataclass, field

from lacre.ports.answers import KeptAnswer
from lacre.ports.events import StateWrite
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryAnswers:
    rows: dict[str, KeptAnswer] = field(default_factory=dict)

    def find(self, request: str, now: int) -> KeptAnswer | None:
        found = self.rows.get(request)
        return found if found is not None and found.expires_at * 1000 > now else None

    def keeping(self, request: str, answer: KeptAnswer, now: int) -> StateWrite:
        return MemoryWrite(lambda: self.find(request, now) is None, lambda: self.rows.update({request: answer}))
