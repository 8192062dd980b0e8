"""What a producer may claim. Whatever our own machinery reads, or makes, nobody outside can claim.

The codes are those of business, and of people's logins; never those of the log, of the detector, of security or of
reads. Of security there are two that only the other back end can know of, what it denied its own callers:
UNAUTHORIZED_ACCESS_ATTEMPT and ACCESS_OUTSIDE_JURISDICTION, each DENIED and with the code that was attempted.

Outcome, reason and attempted action go together as in our own events. SUCCEEDED has neither reason nor attempted
action, and no code that tells of a failure; DENIED and FAILED have a reason, and the attempted action is the code
itself unless another is named.

Ids of version 8 are derived by ourselves from what they stand for (`lacre.model.composition.derived_uuid`): whoever
could take one beforehand would silence the finding, or the flood, that it is of.
"""

import re
import uuid
from collections.abc import Iterator

from lacre.ingesting.claim import Claim
from lacre.model.action import CATALOGUE
from lacre.model.identifier import is_uuid
from lacre.model.naming import UNKNOWN_ID
from lacre.model.redaction import looks_secret
from lacre.model.refusal import Fault
from lacre.model.vocabulary import ActorType, EntityType, Outcome

_GROUPS = {"authentication", "administration", "jurisdiction", "business", "financial", "hedge desk"}
_DETECTORS = {"MULTIPLE_FAILED_LOGINS"}

ACTIONS = frozenset(code for code, action in CATALOGUE.items() if action.group in _GROUPS) - _DETECTORS
FAILURES = frozenset({"LOGIN_FAILED", "EDIT_BLOCKED_PENDING_APPROVAL", "TRANSACTION_FAILED"})
VIOLATIONS = frozenset({"UNAUTHORIZED_ACCESS_ATTEMPT", "ACCESS_OUTSIDE_JURISDICTION"})
ACTOR_TYPES = frozenset(ActorType) - {ActorType.SYSTEM, ActorType.UNKNOWN}
ENTITY_TYPES = frozenset(EntityType) - {
    EntityType.AUDIT,
    EntityType.ALERT,
    EntityType.BLOCK,
    EntityType.RULE,
    EntityType.KEY,
    EntityType.EXPORT,
    EntityType.JOB,
}

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_OUR_VERSION = 8
_ID_SENTENCE = "1 to 64 characters of A-Z, a-z, 0-9, point, hyphen, underscore; nothing like a secret."
_UNFIT = "This looks like a secret."


def faults_of(claim: Claim) -> Iterator[Fault]:
    """What the claim may not say, but for before and after."""
    actor, reason = claim.actor, claim.reason
    permitted = (
        (is_producers_id(claim.id), "id", "A UUID in lower case of version 1 to 7; version 7 is best."),
        (claim.action in ACTIONS | VIOLATIONS, "action", "No code that a producer may record."),
        (actor.type in ACTOR_TYPES, "actor.type", "No actor that a producer may name."),
        (_is_id(actor.id) and actor.id != UNKNOWN_ID, "actor.id", _ID_SENTENCE),
        (not looks_secret(actor.role or ""), "actor.role", _UNFIT),
        (claim.entity_type in ENTITY_TYPES, "entity.type", "No entity that a producer may name."),
        (_is_id(claim.entity_id), "entity.id", _ID_SENTENCE),
        (not looks_secret(reason.code if reason else ""), "reason.code", _UNFIT),
    )
    return (Fault(at, what) for is_permitted, at, what in (*permitted, *_of_outcome(claim)) if not is_permitted)


def _of_outcome(claim: Claim) -> Iterator[tuple[bool, str, str]]:
    attempted = claim.attempted_action
    yield attempted is None or attempted in ACTIONS, "attempted_action", "No code that a producer may record."
    if claim.action in VIOLATIONS:
        yield claim.outcome is Outcome.DENIED, "outcome", "What this code tells of is DENIED."
    if claim.outcome is Outcome.SUCCEEDED:
        yield claim.action not in FAILURES, "outcome", "This code tells of what did not succeed."
        yield attempted is None, "attempted_action", "What SUCCEEDED is the action itself."
        yield claim.reason is None, "reason", "What SUCCEEDED needs no reason."
        return
    yield claim.action not in VIOLATIONS or attempted is not None, "attempted_action", "This code needs one."
    yield claim.reason is not None, "reason", "What is DENIED or FAILED has a reason."


def is_producers_id(text: str) -> bool:
    """Whether a text is an id that events of producers may have."""
    return is_uuid(text) and uuid.UUID(text).version in range(1, _OUR_VERSION)


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None and not looks_secret(text)
