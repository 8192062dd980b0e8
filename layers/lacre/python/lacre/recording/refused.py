"""How a refusal is recorded: the security code in place of the action, and the outcome that the ground implies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import Outcome
from lacre.ports.events import StateWrite

_SECURITY_CODES = {
    Ground.UNAUTHENTICATED: "TOKEN_INVALID",
    Ground.FORBIDDEN: "UNAUTHORIZED_ACCESS_ATTEMPT",
    Ground.OUTSIDE_JURISDICTION: "ACCESS_OUTSIDE_JURISDICTION",
    Ground.NOT_FOUND: "UNAUTHORIZED_ACCESS_ATTEMPT",
    Ground.PENDING_APPROVAL: "EDIT_BLOCKED_PENDING_APPROVAL",
    Ground.UNAVAILABLE: "SYSTEM_ERROR",
    Ground.INTERNAL: "SYSTEM_ERROR",
}
_FAILURES = frozenset(
    {
        Ground.CONFLICT,
        Ground.BAD_REQUEST,
        Ground.INVALID,
        Ground.FAILED_DEPENDENCY,
        Ground.TOO_LARGE,
        Ground.PRECONDITION_MISSING,
        Ground.TOO_MANY,
        Ground.UNAVAILABLE,
        Ground.INTERNAL,
    }
)


class TakingRefusal(Refusal):
    """A refusal that changes something of the caller's, in the transaction of its event: a stolen session ends."""

    def __init__(self, ground: Ground, code: str, sentence: str, *, writes: Sequence[StateWrite], **told: Any) -> None:
        super().__init__(ground, code, sentence, **told)
        self.writes = writes


@dataclass(frozen=True)
class Verdict:
    action: str
    outcome: Outcome


def verdict_of(refusal: Refusal, attempted: str) -> Verdict:
    """The action and outcome that a refusal of `attempted` is recorded with."""
    outcome = Outcome.FAILED if refusal.ground in _FAILURES else Outcome.DENIED
    return Verdict(refusal.action or _SECURITY_CODES.get(refusal.ground, attempted), outcome)
