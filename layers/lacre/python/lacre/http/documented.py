"""The OpenAPI document of an application: answers, headers and callers, as its audited routes declare them.

It is offered and not served: what is published of the API is written from it.
"""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import RouteContext, iter_route_contexts

from lacre.http.audit import Audit
from lacre.http.audited_route import AuditedRoute
from lacre.http.body_shape import shape_of
from lacre.http.described import COMPONENTS, SECURED, headers_of, reference, refused
from lacre.model.action import action
from lacre.model.redaction import Field
from lacre.model.vocabulary import EventType

_READING = {"GET", "HEAD"}
_OF_FASTAPI = ("HTTPValidationError", "ValidationError")
_IF_MATCH = "if-match"
_MACHINES = {"POS", "PRODUCER"}

Document = dict[str, Any]


def openapi_of(app: FastAPI) -> Document:
    """The application's document, OpenAPI 3.1. Its extension `x-audit` tells what each operation is recorded as."""
    document: Document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    for context, route in audited_routes(app):
        if context.include_in_schema:
            for method in sorted(context.methods or ()):
                _tell(document["paths"][context.path_format][method.lower()], route, method)
    components = document.setdefault("components", {})
    for name in _OF_FASTAPI:
        components.setdefault("schemas", {}).pop(name, None)
    for kind, described in COMPONENTS.items():
        components[kind] = {**components.get(kind, {}), **described}
    return document


def audited_routes(app: FastAPI) -> Iterator[tuple[RouteContext, AuditedRoute]]:
    """Those in the document and those that are not: pages."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, AuditedRoute):
            yield context, context.original_route


def refusals_of(route: AuditedRoute, method: str) -> Iterator[int]:
    """The statuses of problems that a route can answer with."""
    audit, reads = route.audit, method in _READING
    given = _query_names(route)
    takes_secret = Field.SECRET in route.body_shape.values()
    possible = {
        400: "cursor" in given,
        401: not audit.is_public or action(audit.failure).event_type is EventType.SECURITY,
        403: True,
        404: bool(route.param_convertors) or "id" in given or any(name.endswith("_id") for name in route.body_shape),
        409: not reads or audit.action == "VERIFY_AUDIT",
        413: not reads,
        422: True,
        428: _is_versioned(route),
        429: takes_secret and (audit.is_public or audit.before_secret_change),
        500: True,
        503: True,
    }
    yield from sorted({status for status, is_possible in possible.items() if is_possible} | set(audit.refusals))


def _query_names(route: AuditedRoute) -> set[str]:
    """Singly declared, or as the fields of a model."""
    declared = route.dependant.query_params
    return {name for one in declared for name in shape_of(one.field_info.annotation) or [one.alias]}


def _is_versioned(route: AuditedRoute) -> bool:
    return any(parameter.alias.lower() == _IF_MATCH for parameter in route.dependant.header_params)


def _tell(operation: Document, route: AuditedRoute, method: str) -> None:
    audit = route.audit
    operation["summary"] = _summary(audit)
    operation["x-audit"] = {
        "action": audit.action,
        "failure": audit.failure,
        "further": list(audit.further),
        "entity_type": audit.entity_type.value,
        "roles": sorted(audit.roles),
    }
    parameters = [one for one in operation.get("parameters", ()) if one["name"].lower() != _IF_MATCH]
    if _is_versioned(route):
        parameters.append(reference("parameters", "IfMatch"))
    if method not in _READING and not audit.is_public and audit.is_keeping:
        parameters.append(reference("parameters", "IdempotencyKey"))
    if parameters:
        operation["parameters"] = parameters
    operation["security"] = _security(audit)
    operation["responses"] = {**_success(operation, route), **dict(map(refused, refusals_of(route, method)))}


def _summary(audit: Audit) -> str:
    wanted = action(audit.action).to_do
    told = f"{wanted} ({audit.entity_type})" if audit.action in ("READ_ENTITY", "LIST_ENTITIES") else wanted
    return told[:1].upper() + told[1:]


def _security(audit: Audit) -> list[Document]:
    if audit.is_public:
        return []
    if audit.is_page:
        return [SECURED["session"]]
    keyed = [SECURED["api_key"]] if audit.roles & _MACHINES else []
    return [*([SECURED["bearer"]] if audit.roles - _MACHINES else []), *keyed]


def _success(operation: Document, route: AuditedRoute) -> Document:
    if route.audit.is_page:
        # A page of the API itself answers a form by sending the browser on.
        return {"303": {"description": "Sent on", "headers": headers_of("Location")}}
    status = str(route.status_code or 200)
    found: Document = dict(operation["responses"][status])
    for content in found.get("content", {}).values():
        content["schema"] = content["schema"] or {"type": "object"}
    kept = (
        ("IdempotentReplayed",) if any("IdempotencyKey" in str(one) for one in operation.get("parameters", ())) else ()
    )
    return {status: {**found, "description": "Done, and recorded", "headers": headers_of("ETag", *kept)}}
