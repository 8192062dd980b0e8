"""Blocking the actor of a finding: as the rule says, and no more actors in an hour than is safe.

A rule that errs would otherwise shut out everybody whom it touches. Who is blocked already stays so until the later
moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lacre.detection.rule import Response, Rule
from lacre.model import moment
from lacre.model.composition import derived_uuid
from lacre.model.vocabulary import EntityType
from lacre.ports.blocks import Block
from lacre.ports.events import StateWrite
from lacre.ports.responding import Means, Tally

FEWEST_AN_HOUR = 3
ACTORS_FOR_ONE_MORE = 100
"""At most 1 % of the active actors are blocked in an hour, or FEWEST_AN_HOUR if that is more."""

PARTS = 3
"""Of so many parts of an hour's blocks one is for POS and the rest for accounts, and neither may take the other's:
whoever floods a few terminals would else spend them all, and be free to guess a login. Of either one rule leaves as
large a part to the others, rounded down."""

_PRESENTERS = (EntityType.USER, EntityType.POS)
"""Whoever acts by a credential that can be refused: whatever else an event is about acts by one of these."""

_OWN_FULL = "Nobody was blocked: this rule had blocked as many actors as one rule may in an hour."
_FULL = "Nobody was blocked: as many actors of this type as one hour allows had been blocked already."
_ANOTHER = "Nobody was blocked: a POS and an account have one id, and the other of them is blocked."
_NO_ACTOR = "Nobody was blocked: what was found is neither an account nor a POS."


@dataclass(frozen=True)
class Cause:
    """The finding that a block is for; `at` is UTC with milliseconds. `actor_type` is None for what is no entity."""

    alert_id: str
    actor_type: EntityType | None
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
    if cause.actor_type not in _PRESENTERS:
        return Blocking(refusal=_NO_ACTOR)
    before = means.blocks.of_actor(cause.actor_id)
    new = _block(rule, response, cause, cause.actor_type)
    if before is not None and before.is_in_force(moment.to_milliseconds(cause.at)):
        return _standing(before, new, means)
    tally = means.tallies.of(f"BLOCKS#{cause.at[:13]}")
    most = max(FEWEST_AN_HOUR, means.tallies.active_actors() // ACTORS_FOR_ONE_MORE)
    refusal = _refusal(tally, cause.actor_type, rule.name, most)
    if refusal is not None:
        return Blocking(refusal=refusal)
    part = _part(cause.actor_type, rule.name)
    parts = {**tally.parts, part: tally.parts.get(part, 0) + 1}
    counting = means.tallies.counting(tally, replace(tally, count=tally.count + 1, parts=parts))
    return Blocking(new.block_id, new, before, writes=[counting, means.blocks.placing(new, before)])


def _refusal(tally: Tally, actor_type: EntityType, rule: str, most: int) -> str | None:
    """Why nobody more of this type is blocked by this rule in the hour of which `most` are; None if somebody is."""
    of_pos = most // PARTS
    share = of_pos if actor_type is EntityType.POS else most - of_pos
    taken = sum(count for part, count in tally.parts.items() if part.startswith(_part(actor_type, "")))
    # The total as well: actors get fewer within an hour, and what was taken of the other part is not given back.
    if taken >= share or tally.count >= most:
        return _FULL
    own = tally.parts.get(_part(actor_type, rule), 0)
    return _OWN_FULL if own >= share - share // PARTS else None


def _part(actor_type: EntityType, rule: str) -> str:
    return f"{actor_type.value}#{rule}"


def _standing(before: Block, new: Block, means: Means) -> Blocking:
    """Of two blocks the one that stands, until the later end."""
    if before.actor_type != new.actor_type:
        return Blocking(refusal=_ANOTHER)
    if before.until >= new.until:
        return Blocking(before.block_id)
    longer = replace(before, until=new.until, version=before.version + 1)
    return Blocking(before.block_id, longer, before, writes=[means.blocks.replacing(longer, before.version)])


def _block(rule: Rule, response: Response, cause: Cause, actor_type: EntityType) -> Block:
    return Block(
        block_id=derived_uuid("block", cause.alert_id),
        actor_id=cause.actor_id,
        actor_type=actor_type.value,
        rule=rule.name,
        alert_id=cause.alert_id,
        reason=f"{rule.title}: {rule.windowing.kind.told()}",
        placed_at=cause.at,
        until=moment.to_text(moment.to_milliseconds(cause.at) + response.expiry_ms),
    )
