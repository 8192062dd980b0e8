"""Changing the own password, or choosing the first one."""

from identity.model.chosen_secret import require_good_password
from identity.model.credential import SecretKind
from identity.signing_in.own_secret import OwnSecret, require_another
from lacre.model.actor import Actor
from lacre.recording.change import Change


class ChangePassword:
    def __init__(self, own: OwnSecret) -> None:
        self._own = own

    def __call__(self, actor: Actor, current: str, password: str) -> Change:
        """`current` is the password, or the PIN of whoever has no password yet.

        Raises Refusal: INVALID for a new one that does not fit; FORBIDDEN for a wrong one, or while a one-time PIN has
        to be changed first; TOO_MANY.
        """
        holder = self._own.holder(actor, SecretKind.PASSWORD)
        require_good_password(password, holder.user.username, "body.new_password")
        require_another(password, current, "body.new_password")
        kind = SecretKind.PIN if holder.credential.password_hash is None else SecretKind.PASSWORD
        self._own.require(holder, kind, current)
        return self._own.changed(holder, SecretKind.PASSWORD, password)
