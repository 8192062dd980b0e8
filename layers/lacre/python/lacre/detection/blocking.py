"""Blocking the actor of a finding: as the rule says, and no more actors in an hour than is safe.

A rule that errs would otherwise shut out everybody whom it touches. Who is blocked already stays so until the later
moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lacre.detection.rule import Response, Rule
from lacre.model import moment
from lacre.model.composition import derived_uuid
from lacre.ports.blocks import Block
from lacre.ports.events import StateWrite
from lacre.ports.responding import Means, Tally

FEWEST_AN_HOUR = 3
ACTORS_FOR_ONE_MORE = 100
"""At most 1 % of the active actors are blocked in an hour, or FEWEST_AN_HOUR if that is more."""

_FULL = "Nobody was blocked: as many actors as one hour allows had been blocked already."


@dataclass(frozen=True)
class Cause:
    """The finding that a block is for; `at` is UTC with milliseconds."""

    alert_id: str
    actor_id: str
    at: str


@dataclass(frozen=True)
class Blocking:
    """`block` is one to be placed, over `before`; `block_id` is that of whatever keeps the actor out from then on.

    `refusal` tells why there is none.
    """

    block_id: str | None = None
    block: Block | None = None
    before: Block | None = None
    refusal: str | None = None
    writes: Sequence[StateWrite] = ()


def blocking(rule: Rule, response: Response, cause: Cause, means: Means) -> Blocking:
    """Raises StoreUnavailableError."""
    before = means.blocks.of_actor(cause.actor_id)
    new = _block(rule, response, cause)
    if before is not None and before.is_in_force(moment.to_milliseconds(cause.at)):
        if before.until >= new.until:
            return Blocking(before.block_id)
        longer = replace(before, until=new.until, version=before.version + 1)
        return Blocking(before.block_id, longer, before, writes=[means.blocks.replacing(longer, before.version)])
    tally = means.tallies.of(f"BLOCKS#{cause.at[:13]}")
    if tally.count >= max(FEWEST_AN_HOUR, means.tallies.active_actors() // ACTORS_FOR_ONE_MORE):
        return Blocking(refusal=_FULL)
    counting = means.tallies.counting(tally, Tally(tally.key, tally.count + 1))
    return Blocking(new.block_id, new, before, writes=[counting, means.blocks.placing(new, before)])


def _block(rule: Rule, response: Response, cause: Cause) -> Block:
    is_entity = response.block == rule.entity
    return Block(
        block_id=derived_uuid("block", cause.alert_id),
        actor_id=cause.actor_id,
        actor_type=rule.entity_type.value if is_entity else "USER",
        rule=rule.name,
        alert_id=cause.alert_id,
        reason=f"{rule.title}: {rule.windowing.kind.told()}",
        placed_at=cause.at,
        until=moment.to_text(moment.to_milliseconds(cause.at) + response.expiry_ms),
    )
