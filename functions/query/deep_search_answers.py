"""Deep searches as JSON. Moments are RFC 3339, UTC, in milliseconds."""

from dataclasses import asdict
from typing import Any

from pydantic import BaseModel

from functions.query.export_answers import ExportErrorAnswer
from lacre.model.canonical import JsonObject
from lacre.model.header import Header
from lacre.ports.deep_searches import DeepSearch
from lacre.ports.exports import ExportState
from lacre.ports.paging import Page


class FoundAnswer(BaseModel):
    """`count` events of `looked_at` that the archive gave. `until`: when the last leaf that was searched was recorded.

    `complete`: all that matches in the leaves of the tree that it was taken up with (`tree_size`), and says nothing of
    what was sealed since. Where it is not, what was recorded before `since`, or within its millisecond, may be missing:
    ask again with an `end` just after it.
    """

    count: int
    looked_at: int
    scanned_bytes: int
    until: str
    complete: bool
    since: str | None


class DeepSearchAnswer(BaseModel):
    """A deep search. `tree_size`: it searches the first so many leaves of the log, null until it begins.

    What was sealed after them is for `GET /v1/audit/events` to find. What it found goes at `expires_at`.
    """

    id: str
    asked_by: str
    asked_by_name: str
    asked_at: str
    filters: dict[str, Any]
    state: ExportState
    tree_size: int | None
    result: FoundAnswer | None
    error: ExportErrorAnswer | None
    ended_at: str | None
    expires_at: str


class DeepSearchesAnswer(BaseModel):
    """A page of a list; `cursor` is where it goes on, null at the end."""

    deep_searches: list[DeepSearchAnswer]
    cursor: str | None


class FoundEventsAnswer(BaseModel):
    """Headers as they were sealed; `cursor` is where they go on, null at the end."""

    events: list[dict[str, Any]]
    cursor: str | None


def deep_search_answer(search: DeepSearch) -> JsonObject:
    given = search.selection.as_object().items()
    return {
        "id": search.id,
        "asked_by": search.asking.by,
        "asked_by_name": search.asking.name,
        "asked_at": search.asking.at,
        "filters": {name: value for name, value in given if value not in (None, False)},
        "state": search.state.value,
        "tree_size": search.tree_size or None,
        "result": {**asdict(search.found), "complete": search.found.since is None} if search.found else None,
        "error": {"code": search.error.code, "sentence": search.error.sentence} if search.error else None,
        "ended_at": search.ended_at,
        "expires_at": search.expires_at,
    }


def found_answer(page: Page[Header]) -> JsonObject:
    return {"events": [asdict(header) for header in page.items], "cursor": page.next}
