"""Requests to paths that nothing serves, or not with their method: refused, and recorded like every refusal.

A mutating request that reaches a function leaves its event whatever it asks for, and who tries out paths is to be seen
by whoever looks for that. Nobody is authenticated, so that these are denials of an unknown caller: beyond 20 a minute
of an address they are summed up.
"""

from fastapi import Request, Response
from fastapi.routing import iter_route_contexts
from starlette.routing import Match

from lacre.http.audit import PUBLIC, audit_of, audited
from lacre.http.call import AuditedCall
from lacre.http.origin import origin_of
from lacre.http.problem import problem
from lacre.http.recorded_answer import recorded_answer
from lacre.http.trail import trail_of
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import EntityType

ANY_PATH = "/{path:path}"
"""What is recorded in the place of a template: the path itself can hold anything."""


@audited("UNAUTHORIZED_ACCESS_ATTEMPT", roles=PUBLIC, entity_type=EntityType.AUDIT)
async def nothing_here(request: Request, _: Exception) -> Response:
    """Answers in the place of a route: NO_SUCH_ROUTE, or METHOD_NOT_ALLOWED with Allow (RFC 9110, section 10.2.1).

    Nothing of a body is read.
    """
    audit = audit_of(nothing_here, ANY_PATH)
    call = AuditedCall(audit, origin_of(request, ANY_PATH), trail_of(request), {})
    allowed = _allowed(request)

    async def refuse() -> Response:
        if allowed:
            raise Refusal(Ground.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "This route is not there with this method.")
        raise Refusal(Ground.NOT_FOUND, "NO_SUCH_ROUTE", "There is no such route.")

    def told(refusal: Refusal) -> Response:
        response = problem(refusal)
        if refusal.ground is Ground.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = allowed
        return response

    return await recorded_answer(call, refuse, told)


def _allowed(request: Request) -> str:
    """The methods of all routes that have this path; empty where none has."""
    methods: set[str] = set()
    for context in iter_route_contexts(request.app.routes):
        if context.matches(request.scope)[0] is not Match.NONE:
            methods |= context.methods or set()
    return ", ".join(sorted(methods))
