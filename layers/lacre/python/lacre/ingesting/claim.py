"""What a producer claims to have happened, item by item of its batch."""

from dataclasses import dataclass, field

from lacre.model.actor import Actor
from lacre.model.draft import Reason
from lacre.model.refusal import Fault
from lacre.model.vocabulary import EntityType, Outcome

MOST_ITEMS = 100
GREATEST_SEQUENCE = 2**53 - 1


@dataclass(frozen=True)
class Claim:
    """An item whose form is right. `id` and `sequence` are the producer's own; `occurred_at` is a `lacre.model.moment`.

    `attempted_action` is the code that was tried, where `action` does not say it (`lacre.ingesting.permitted`).
    `before` and `after` are whatever JSON objects the producer sent, not yet looked at.
    """

    id: str
    sequence: int
    action: str
    outcome: Outcome
    actor: Actor
    entity_type: EntityType
    entity_id: str
    ip_address: str
    attempted_action: str | None = None
    occurred_at: str | None = None
    before: dict[str, object] | None = field(default=None, repr=False)
    after: dict[str, object] | None = field(default=None, repr=False)
    reason: Reason | None = None


@dataclass(frozen=True)
class Unreadable:
    """An item that is none; `id` and `sequence` where it has such."""

    id: str | None
    sequence: int | None
    faults: tuple[Fault, ...]


Item = Claim | Unreadable
