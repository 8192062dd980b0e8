"""Changing the own PIN."""

from identity.model.chosen_secret import require_good_pin
from identity.model.credential import SecretKind
from identity.signing_in.own_secret import OwnSecret, require_another
from lacre.model.actor import Actor
from lacre.recording.change import Change


class ChangePin:
    def __init__(self, own: OwnSecret) -> None:
        self._own = own

    def __call__(self, actor: Actor, old_pin: str, new_pin: str) -> Change:
        """Raises Refusal: FORBIDDEN for a wrong old PIN, TOO_MANY, INVALID for a new one that does not fit."""
        require_good_pin(new_pin, "body.new_pin")
        holder = self._own.holder(actor)
        self._own.require(holder, SecretKind.PIN, old_pin)
        require_another(new_pin, old_pin, "body.new_pin")
        return self._own.changed(holder, SecretKind.PIN, new_pin)
