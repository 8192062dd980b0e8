"""What a use case decided: the entity before and after, and the writes that make it so."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import EntityType
from lacre.ports.events import StateWrite


@dataclass(frozen=True)
class Further:
    """One more event of the same action, by the same actor from the same place: an agent's account beside the agent."""

    action: str
    entity_type: EntityType
    entity_id: str
    before: JsonObject | None = None
    after: JsonObject | None = None


@dataclass(frozen=True)
class Change:
    """A decided action, to be committed together with its event. `action` is the code where the route has several.

    before and after are the entity as the log may show it, without secrets. `actor` is set where the action itself
    finds out who acts (a login); `further` are more events of the same action.
    """

    entity_id: str
    before: JsonObject | None = None
    after: JsonObject | None = None
    writes: Sequence[StateWrite] = ()
    actor: Actor | None = None
    entity_type: EntityType | None = None
    further: Sequence[Further] = ()
    action: str | None = None
