"""What a route declares of itself: the action that its requests are recorded as, and who may call it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from lacre.model.action import action as catalogued
from lacre.model.naming import COLLECTION
from lacre.model.vocabulary import EntityType

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

_ATTRIBUTE = "__audit__"


@dataclass(frozen=True)
class Audit:
    """`entity_parameter` names the path's id, if any; `failure` is what a failed attempt is recorded as.

    `further` are the other codes that the route's requests may be recorded as; `before_secret_change` opens it to
    callers who still have a one-time PIN or password. `refusals` are statuses that routes of its kind do not have.
    Where it is not `is_keeping`, nothing is changed and no answer of it is kept for an idempotency key.
    """

    action: str
    roles: frozenset[str]
    entity_type: EntityType
    entity_parameter: str | None
    is_page: bool
    failure: str
    further: tuple[str, ...] = ()
    before_secret_change: bool = False
    refusals: tuple[int, ...] = ()
    is_keeping: bool = True

    @property
    def is_public(self) -> bool:
        return not self.roles

    def entity_id(self, path_parameters: dict[str, str]) -> str:
        return path_parameters.get(self.entity_parameter, COLLECTION) if self.entity_parameter else COLLECTION


PUBLIC: Collection[str] = ()
"""The roles of a route that authenticates nobody: said, so that nothing is public by omission."""


class UnauditedRouteError(TypeError):
    """A route that names no action: the application refuses to be built."""


def audited(
    action: str,
    *,
    roles: Collection[str],
    entity_type: EntityType | None = None,
    entity: str | None = None,
    page: bool = False,
    failure: str | None = None,
    further: tuple[str, ...] = (),
    before_secret_change: bool = False,
    refusals: tuple[int, ...] = (),
    keeping: bool = True,
) -> Callable[[Endpoint], Endpoint]:
    """Declare a route's action, who may call it, and the path parameter with the entity's id. Unknown codes raise.

    `failure` is what a failed attempt is recorded as, where the action's own code says that it succeeded; `refusals`
    are statuses of problems that other routes of its kind do not answer with, for the OpenAPI document. A route that is
    asked by POST and changes nothing is not `keeping`: it takes no idempotency key.
    """
    failed = catalogued(failure or action).code
    audit = Audit(
        action=action,
        roles=frozenset(roles),
        entity_type=entity_type or catalogued(action).entity_type,
        entity_parameter=entity,
        is_page=page,
        failure=failed,
        further=tuple(catalogued(code).code for code in further),
        before_secret_change=before_secret_change,
        refusals=refusals,
        is_keeping=keeping,
    )

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _ATTRIBUTE, audit)
        return endpoint

    return declare


def audit_of(endpoint: Callable[..., Any], route: str) -> Audit:
    """What an endpoint declared. Raises UnauditedRouteError."""
    found = getattr(endpoint, _ATTRIBUTE, None)
    if not isinstance(found, Audit):
        raise UnauditedRouteError(f"the route {route} names no action of the catalogue")
    return found
