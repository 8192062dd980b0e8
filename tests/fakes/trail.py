"""A trail in memory, for applications built in tests."""

from dataclasses import dataclass, field

from aws_lambda_powertools import Logger

from lacre.http.trail import Authenticator, Credentials, Trail
from lacre.model.actor import Actor
from lacre.model.caller import Caller
from lacre.model.refusal import Ground, Refusal
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.answers import MemoryAnswers
from tests.fakes.crash import Steps
from tests.fakes.events import MemoryEvents
from tests.fakes.lanes import MemoryFloods, MemoryLane
from tests.fakes.sealing import MemoryArchive
from tests.fakes.signer import LocalSigner


@dataclass
class KnownTokens:
    """Tokens by their text; every other one is invalid. `zones` are those of the callers who have one."""

    actors: dict[str, Actor] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)

    def authenticate(self, credentials: Credentials) -> Caller:
        actor = self.actors.get(credentials.token or "")
        if actor is None:
            raise Refusal(Ground.UNAUTHENTICATED, "TOKEN_INVALID", "The token is not valid.")
        return Caller(actor, zone=self.zones.get(credentials.token or ""))


@dataclass
class MemoryTrail:
    """The fakes behind a `Trail`, to look into."""

    events: MemoryEvents = field(default_factory=MemoryEvents)
    tokens: KnownTokens = field(default_factory=KnownTokens)
    floods: MemoryFloods = field(default_factory=MemoryFloods)
    outage: MemoryLane = field(default_factory=MemoryLane)
    answers: MemoryAnswers = field(default_factory=MemoryAnswers)
    archive: MemoryArchive = field(default_factory=lambda: MemoryArchive(Steps()))
    signer: LocalSigner = field(default_factory=LocalSigner)
    clock: TickingClock = field(default_factory=TickingClock)

    def recorder(self) -> Recorder:
        entropy = SeededEntropy()
        return Recorder(self.events, ReceiptIssuer(self.signer, self.clock, entropy), self.clock, entropy)

    def trail(self, authenticator: Authenticator | None = None) -> Trail:
        return Trail(
            self.recorder(),
            authenticator or self.tokens,
            self.floods,
            self.outage,
            self.answers,
            self.archive,
            self.clock,
            Logger(service="test"),
        )
