"""Requests to paths or methods that nothing serves: refused, and recorded like every refusal."""

from typing import NoReturn

from fastapi import APIRouter

from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import EntityType

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

router = APIRouter(route_class=AuditedRoute, include_in_schema=False)


@router.api_route("/{path:path}", methods=_METHODS, response_model=None)
@audited("UNAUTHORIZED_ACCESS_ATTEMPT", roles=PUBLIC, entity_type=EntityType.AUDIT)
def nothing_here() -> NoReturn:
    raise Refusal(Ground.NOT_FOUND, "NO_SUCH_ROUTE", "There is no such route, or not with this method.")
