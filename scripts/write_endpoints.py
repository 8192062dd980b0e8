"""Writes docs/api/endpoints.md from the routes themselves: `python -m scripts.write_endpoints`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from identity.model.role import PERSONS
from lacre.http.audited_route import AuditedRoute
from lacre.http.documented import audited_routes, refusals_of
from scripts.applications import applications
from tests.api.pending import BLOCKED

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api" / "endpoints.md"

HEAD = """\
# Endpoints

Generated from the routes by `python -m scripts.write_endpoints`; the same for machines is in
[openapi.json](openapi.json), who may do what where in [permissions.md](../permissions.md).

- **Recorded as** is the action of a success, then what a failed attempt is recorded as where that is another code, then
  the further codes that one request may leave; EDIT_BLOCKED_PENDING_APPROVAL stands where an edit is refused while a
  change of jurisdiction waits for approval. Any request may also be recorded as TOKEN_INVALID, TOKEN_EXPIRED,
  API_KEY_INVALID, UNAUTHORIZED_ACCESS_ATTEMPT, ACCESS_OUTSIDE_JURISDICTION, SYSTEM_ERROR or DATABASE_ERROR.
- **Refusals** are problem details (RFC 9457): `400` no cursor of ours, or more than is left, `401` not known, `403` not
  allowed, `404` no such thing, `409` decided by somebody else, or not possible now, `413` over 6 MiB, or over 64 KiB
  where anybody may call, `422` does not fit, or the query has what the route does not take, `424` a price or a ledger
  that it takes is missing, `428` without If-Match, `429` too soon after failures, `500` an error of ours, `503` a
  dependency is away. `403`, `422`, `500` and `503` are possible everywhere and not repeated.
- **What is not listed here** is `404` NO_SUCH_ROUTE, or `405` METHOD_NOT_ALLOWED with `Allow`, recorded as
  UNAUTHORIZED_ACCESS_ATTEMPT of an unknown caller; beyond 20 a minute of an address only their number is.
- `*` marks what needs `If-Match`. Every `POST`, `PUT` and `PATCH` of a known caller takes an `Idempotency-Key`, but a
  what-if, which changes nothing.
"""
COLUMNS = """\
| endpoint | who | recorded as | success | refusals |
|---|---|---|---|---|
"""
UNRECORDED = "## Not recorded\n\nThey show nothing of anybody and change nothing.\n\n"
PENDING = "EDIT_BLOCKED_PENDING_APPROVAL"
_EVERYWHERE = {403, 422, 500, 503}


def page(apps: Mapping[str, FastAPI]) -> str:
    """The whole page."""
    tables = [f"## {function}\n{COLUMNS}{''.join(_rows(app))}" for function, app in apps.items()]
    others = sorted({path for app in apps.values() for path in _unrecorded(app)})
    return "\n".join([HEAD, *tables, UNRECORDED + "".join(f"- `{path}`\n" for path in others)])


def _rows(app: FastAPI) -> Iterator[str]:
    for context, route in audited_routes(app):
        if context.include_in_schema or route.audit.is_page:
            for method in sorted(context.methods or ()):
                yield _row(f"{method} {context.path_format}", route, method)


def _row(endpoint: str, route: AuditedRoute, method: str) -> str:
    audit, statuses = route.audit, list(refusals_of(route, method))
    mark = " \\*" if 428 in statuses else ""
    refusals = " ".join(str(status) for status in statuses if status not in _EVERYWHERE)
    blocked = [PENDING] if endpoint in BLOCKED else []
    codes = [audit.action, *({audit.failure} - {audit.action}), *audit.further, *blocked]
    success = 303 if audit.is_page and method == "POST" else route.status_code or 200
    return f"| `{endpoint}`{mark} | {_who(audit.roles)} | {', '.join(codes)} | {success} | {refusals} |\n"


def _who(roles: frozenset[str]) -> str:
    if not roles:
        return "anybody"
    people = {role.value for role in PERSONS}
    return "every person" if roles == people else ", ".join(sorted(roles))


def _unrecorded(app: FastAPI) -> Iterator[str]:
    for context in iter_route_contexts(app.routes):
        if not isinstance(context.original_route, AuditedRoute):
            yield str(context.path)


def main() -> None:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(applications()), "utf-8")
    print(PAGE.relative_to(PAGE.parents[2]))


if __name__ == "__main__":
    main()
