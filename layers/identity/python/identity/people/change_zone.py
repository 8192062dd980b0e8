"""Changing the own time zone, in which dates are shown beside UTC."""

from dataclasses import replace

from identity.model.zone import is_zone
from identity.people.read_user import ReadUser
from identity.ports.users import Users
from lacre.model.actor import Actor
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.recording.change import Change

UNKNOWN_ZONE = "UNKNOWN_ZONE"
_SHOWN_ANYWAY = "UTC"


class ChangeZone:
    def __init__(self, users: Users, read_user: ReadUser) -> None:
        self._users = users
        self._read_user = read_user

    def __call__(self, actor: Actor, zone: str) -> Change:
        """`zone` is an IANA name, `UTC` for UTC alone. Raises Refusal INVALID for what names none.

        No session ends. Of two changes at once one is committed.
        """
        if not is_zone(zone):
            fault = Fault("body.zone", "This names no time zone.")
            sentence = "There is no such time zone. Names are those of the IANA database, such as Africa/Maputo."
            raise Refusal(Ground.INVALID, UNKNOWN_ZONE, sentence, faults=(fault,))
        before = self._read_user(actor.id)
        after = replace(before, zone=None if zone == _SHOWN_ANYWAY else zone, version=before.version + 1)
        return Change(after.id, before.shown(), after.shown(), [self._users.replacing(after, before.version)])
