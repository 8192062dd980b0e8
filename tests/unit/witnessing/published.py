"""A log in memory that seals events, and submits its checkpoints to witnesses in memory."""

from dataclasses import dataclass, field

from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.note import VerifierKey
from lacre.witnessing.submission import Outcome, Submission
from lacre.witnessing.witness_list import WitnessAt
from tests.fakes.drafts import events
from tests.fakes.movable_clock import MovableClock
from tests.fakes.sealing import ORIGIN, MemoryArchive, MemorySealing
from tests.fakes.witnessing import DirectClient, MemoryWitness

EVENTS = events(600)
NAMES = "witness.example.com/w1", "witness.example.com/w2"


@dataclass
class Published:
    sealing: MemorySealing = field(default_factory=MemorySealing)
    clock: MovableClock = field(default_factory=MovableClock)
    names: tuple[str, ...] = NAMES

    def __post_init__(self) -> None:
        self.archive = MemoryArchive(self.sealing.steps)
        self.sealing.archive = self.archive
        self.log = self.sealing.log
        self.witnesses = {f"https://{name}": MemoryWitness(name).knowing(self.key) for name in self.names}
        self.client = DirectClient(dict(self.witnesses))
        self.submission = self.another()

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(ORIGIN, self.sealing.signer.public_key)

    @property
    def size(self) -> int:
        return self.sealing.heads.head.size

    def first(self) -> MemoryWitness:
        return next(iter(self.witnesses.values()))

    def listed(self) -> list[WitnessAt]:
        return [WitnessAt(one.witness.key, url) for url, one in self.witnesses.items()]

    def another(self) -> Submission:
        """What another instance of the function would have."""
        return Submission(self.log, self.archive, self.listed, self.client, self.clock)

    def grow(self, size: int) -> None:
        self.sealing.sealer().seal(EVENTS[self.size : size])

    def note(self, size: int | None = None) -> bytes:
        return self.archive.objects[checkpoint_name(size or self.size)]

    def submit(self, size: int | None = None) -> Outcome:
        """Later than any rest."""
        self.clock.advance(601)
        return self.submission.submit(size or self.size)
