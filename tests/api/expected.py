"""The matrix of permissions, derived from each operation's reach: who asks, for what, where; and what comes of it."""

from dataclasses import dataclass

from tests.api.operation import Caller, Operation, Where
from tests.api.targets import HOME

KEYS_TAKEN = {"network": Caller.POS, "ingest": Caller.PRODUCER}
"""Whose API keys a function takes."""
KEYS_ALONE = ("ingest",)
"""The functions that no token opens."""
_MACHINES = (Caller.POS, Caller.PRODUCER)


@dataclass(frozen=True)
class Outcome:
    """Status, and the event: its action and outcome."""

    status: int
    action: str
    outcome: str


UNKNOWN = Outcome(401, "TOKEN_INVALID", "DENIED")
FOREIGN_KEY = Outcome(401, "API_KEY_INVALID", "DENIED")
SIGN_IN = Outcome(303, "TOKEN_INVALID", "DENIED")
NOT_THE_ROLE = Outcome(403, "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")
OUTSIDE = Outcome(403, "ACCESS_OUTSIDE_JURISDICTION", "DENIED")


def expected(operation: Operation, caller: Caller, where: Where) -> Outcome:
    """What the contract promises for one cell."""
    done = Outcome(operation.status, operation.action, "SUCCEEDED")
    if operation.is_done_before:
        return Outcome(409, operation.action, "FAILED")
    if operation.is_public:
        return done
    if not _is_known(operation, caller):
        return SIGN_IN if operation.is_page else _unknown(operation, caller)
    if caller not in operation.reach:
        return NOT_THE_ROLE
    if operation.is_placed and not operation.reach[caller].covers(where):
        return OUTSIDE
    return done


def _is_known(operation: Operation, caller: Caller) -> bool:
    if caller in _MACHINES:
        return KEYS_TAKEN.get(operation.function) is caller and not operation.is_page
    return caller is not Caller.ANONYMOUS and operation.function not in KEYS_ALONE


def _unknown(operation: Operation, caller: Caller) -> Outcome:
    """A key where only tokens are taken is none; one of the wrong kind is invalid, like a token where keys are."""
    is_refused_key = caller in _MACHINES and operation.function in KEYS_TAKEN
    return FOREIGN_KEY if is_refused_key or operation.function in KEYS_ALONE else UNKNOWN


def jurisdiction(caller: Caller) -> tuple[str | None, str | None]:
    """Province and district of a caller."""
    if caller is Caller.SUPERVISOR:
        return HOME.province, None
    of_the_field = (Caller.FUNCIONARIO, Caller.AGENT, Caller.MERCHANT, Caller.POS)
    return (HOME.province, HOME.district) if caller in of_the_field else (None, None)
