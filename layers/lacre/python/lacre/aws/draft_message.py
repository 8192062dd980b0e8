"""A draft as the text of a queue's message, and back."""

from dataclasses import asdict
from typing import Any

from lacre.model import canonical
from lacre.model.actor import Actor
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import ActorType, EntityType, EventSource, Outcome

FORM = 1


class UnreadableDraftError(ValueError):
    """The message holds no draft in a form that this version reads."""


def to_message(draft: Draft) -> str:
    """Canonical JSON. Raises NotCanonicalError for a draft that could not be recorded either."""
    return canonical.encode({"form": FORM, "draft": asdict(draft)}).decode()


def from_message(message: str) -> Draft:
    """Raises UnreadableDraftError."""
    try:
        content: Any = canonical.decode(message.encode())
        if content["form"] != FORM:
            raise UnreadableDraftError("a form that this version does not read")
        return _draft(content["draft"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableDraftError(type(error).__name__) from None


def _draft(fields: dict[str, Any]) -> Draft:
    actor, reason, entity_type = fields["actor"], fields["reason"], fields["entity_type"]
    typed = {
        "actor": Actor(**{**actor, "type": ActorType(actor["type"])}),
        "source": EventSource(fields["source"]),
        "outcome": Outcome(fields["outcome"]),
        "entity_type": EntityType(entity_type) if entity_type else None,
        "reason": Reason(**reason) if reason else None,
    }
    return Draft(**{**fields, **typed})
