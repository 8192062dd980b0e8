"""A refusal: the domain's or the gatekeeper's no, with the code and the sentence that caller and log both get."""

from dataclasses import dataclass
from enum import StrEnum

from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.draft import Reason
from lacre.model.vocabulary import EntityType


class Ground(StrEnum):
    """Why something is refused; adapters turn it into a status, recording into an action and an outcome."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    OUTSIDE_JURISDICTION = "OUTSIDE_JURISDICTION"
    NOT_FOUND = "NOT_FOUND"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    PENDING_APPROVAL = "PENDING_APPROVAL"
    CONFLICT = "CONFLICT"
    BAD_REQUEST = "BAD_REQUEST"
    INVALID = "INVALID"
    FAILED_DEPENDENCY = "FAILED_DEPENDENCY"
    TOO_LARGE = "TOO_LARGE"
    PRECONDITION_MISSING = "PRECONDITION_MISSING"
    TOO_MANY = "TOO_MANY"
    QUOTA_SPENT = "QUOTA_SPENT"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


@dataclass(frozen=True)
class Subject:
    """What a refusal was about, where the route alone does not tell."""

    entity_type: EntityType
    entity_id: str


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input: where (a path of declared names) and what."""

    at: str
    what: str


class Refusal(Exception):  # noqa: N818 - a refusal is an answer of the domain, not an error of the program
    """Raised by use cases and gatekeepers. `action` overrides the security code that the ground implies.

    `facts` are what it was decided on, as the log may show them; the caller does not get them.
    """

    def __init__(
        self,
        ground: Ground,
        code: str,
        sentence: str,
        *,
        action: str | None = None,
        subject: Subject | None = None,
        actor: Actor | None = None,
        faults: tuple[Fault, ...] = (),
        retry_after_s: int | None = None,
        facts: JsonObject | None = None,
    ) -> None:
        super().__init__(f"{code}: {sentence}")
        self.ground = ground
        self.reason = Reason(code, sentence)
        self.action = action
        self.subject = subject
        self.actor = actor
        self.faults = faults
        self.retry_after_s = retry_after_s
        self.facts = facts
