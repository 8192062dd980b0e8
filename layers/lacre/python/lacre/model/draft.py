"""What is known of an action before it is recorded: everything but id, time, nonce and bytes."""

from dataclasses import dataclass

from lacre.model.action import action
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import EntityType, EventSource, Outcome


@dataclass(frozen=True)
class Reason:
    """Why an action was denied or failed: a stable code and a sentence that holds nothing the caller sent."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Draft:
    """An event to be recorded. `action` is a code of the catalogue; before, after and request are already redacted."""

    action: str
    actor: Actor
    source: EventSource
    entity_id: str
    ip_address: str
    entity_type: EntityType | None = None
    outcome: Outcome = Outcome.SUCCEEDED
    attempted_action: str | None = None
    before: JsonObject | None = None
    after: JsonObject | None = None
    request: JsonObject | None = None
    reason: Reason | None = None
    trace_id: str | None = None
    correlation_id: str | None = None
    causation_id: str | None = None
    occurred_at: str | None = None
    id: str | None = None

    def description(self) -> str:
        """One sentence from the catalogue's wording."""
        name = self.actor.name[:1].upper() + self.actor.name[1:]
        if self.outcome is Outcome.SUCCEEDED:
            return f"{name} {action(self.action).did} {self.entity_id}."
        wanted = action(self.attempted_action or self.action).to_do
        why = self.reason.sentence if self.reason else "No reason was given."
        return f"{name} tried to {wanted} ({self.entity_id}). {self.outcome.capitalize()}: {why}"
