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
        """Raises Refusal: INVALID for a new PIN that does not fit; FORBIDDEN for a wrong old one, or while a one-time
        password has to be changed first; TOO_MANY.
        """
        holder = self._own.holder(actor, SecretKind.PIN)
        require_good_pin(new_pin, "body.new_pin")
        require_another(new_pin, old_pin, "body.new_pin")
        self._own.require(holder, SecretKind.PIN, old_pin)
        return self._own.changed(holder, SecretKind.PIN, new_pin)
