"""Who looks at a page, and how it is to be worded."""

from dataclasses import dataclass

from fastapi import Request

from functions.query.language import language_of
from lacre.http.call import AuditedCall
from lacre.http.own_form import form_token
from lacre.model.actor import Actor


@dataclass(frozen=True)
class Viewer:
    """`actor` is None before signing in; `zone` is an IANA name, or None for UTC alone; `csrf` goes into each form.

    `here` is the page that is looked at, relative to the console's root, with its query.
    """

    actor: Actor | None
    language: str
    zone: str | None
    csrf: str
    here: str


def viewer_of(request: Request) -> Viewer:
    found = getattr(request.state, "call", None)
    call = found if isinstance(found, AuditedCall) else None
    return Viewer(
        actor=call.actor if call else None,
        language=language_of(request),
        zone=call.zone if call else None,
        csrf=form_token(request),
        here=_here(request),
    )


def _here(request: Request) -> str:
    # What a form led to is no place to come back to.
    if request.method != "GET":
        return "audit-logs"
    query = f"?{request.url.query}" if request.url.query else ""
    return request.url.path.removeprefix("/") + query
