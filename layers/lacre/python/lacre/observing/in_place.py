"""Whether an event is about something outside its actor's jurisdiction."""

from lacre.model.canonical import JsonObject
from lacre.model.header import Header
from lacre.model.jurisdiction import FUNCIONARIO, SUPERVISOR
from lacre.model.place import Place, Scope

_REFUSED = "ACCESS_OUTSIDE_JURISDICTION"


def is_elsewhere(header: Header, before: JsonObject | None, after: JsonObject | None) -> bool:
    """Because it was refused for that, or because before or after name a place that the actor's does not cover."""
    if header.action == _REFUSED:
        return True
    if header.actor_role not in (SUPERVISOR, FUNCIONARIO) or header.province is None:
        return False
    scope = Scope(header.province, header.district if header.actor_role == FUNCIONARIO else None)
    places = [_place(state, header) for state in (before, after) if state is not None]
    return any(not scope.covers(place) for place in places if place is not None)


def _place(state: JsonObject, header: Header) -> Place | None:
    """A state that names no district is not held to one."""
    province, district = state.get("province"), state.get("district")
    if not isinstance(province, str):
        return None
    return Place(province, district if isinstance(district, str) else header.district or "")
