"""Who may act where. Nobody acts by a role that is not named here."""

from lacre.model.actor import Actor
from lacre.model.place import Place, Scope
from lacre.model.refusal import Ground, Refusal

ADMIN, SUPERVISOR, FUNCIONARIO = "ADMIN", "SUPERVISOR", "FUNCIONARIO"
OFFICIALS = (ADMIN, SUPERVISOR, FUNCIONARIO)


def scope_of(actor: Actor) -> Scope | None:
    """The places that an official's role holds them to; None if it is none: another role, or a place not set."""
    match actor.role:
        case "ADMIN":
            return Scope()
        case "SUPERVISOR" if actor.province is not None:
            return Scope(actor.province)
        case "FUNCIONARIO" if actor.province is not None and actor.district is not None:
            return Scope(actor.province, actor.district)
        case _:
            return None


def require_place(actor: Actor, place: Place) -> None:
    """Raises Refusal OUTSIDE_JURISDICTION, with both jurisdictions for the log."""
    scope = scope_of(actor)
    if scope is None or not scope.covers(place):
        raise outside_jurisdiction(actor, place)


def require_scope(actor: Actor) -> Scope:
    """The scope of an actor who lists. Raises Refusal OUTSIDE_JURISDICTION for one who is held to no place."""
    scope = scope_of(actor)
    if scope is None:
        raise outside_jurisdiction(actor, None)
    return scope


def outside_jurisdiction(actor: Actor, place: Place | None) -> Refusal:
    """The refusal, with the jurisdictions of both for the log; the caller does not get them."""
    return Refusal(
        Ground.OUTSIDE_JURISDICTION,
        "OUTSIDE_JURISDICTION",
        "This is outside the caller's jurisdiction.",
        facts={
            "jurisdiction_of_actor": {"province": actor.province, "district": actor.district},
            "jurisdiction_of_entity": place.shown() if place else None,
        },
    )
