"""Asking for a job, by an API's route and a page's alike."""

from collections.abc import Callable

from fastapi import Response

from lacre.http.call import AuditedCall
from lacre.ports.errors import StateConflictError


def asked_anew(call: AuditedCall, ask: Callable[[], Response]) -> Response:
    """Asks, and once more where the caller asked for another job meanwhile: now that one is counted as well.

    Raises StateConflictError for who is overtaken again, and at once where the request lost to itself, sent twice with
    one key. No more than twice: each time that is lost leaves a message for which somebody waits in vain.
    """
    try:
        return ask()
    except StateConflictError:
        if call.is_answered():
            raise
        return ask()
