"""Events and evidence as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

from functions.query.proof_answers import leaf_answer
from lacre.model import canonical
from lacre.model.canonical import JsonObject, NotCanonicalError
from lacre.model.header import Header
from lacre.ports.rows import Entry
from lacre.proving.examination import Evidence
from lacre.searching.search import Page


def page_answer(page: Page) -> JsonObject:
    """`unreadable` are rows that can no longer be held against what was asked: they may match, so they are told of."""
    found = [*page.events, *page.newest]
    return {
        "events": _headers(page.events),
        "newest": _headers(page.newest),
        "newest_complete": not page.has_more_newest,
        "unreadable": [{"id": one.id, "recorded_at": one.recorded_at} for one in found if not isinstance(one, Header)],
        "since": page.since,
        "watermark": page.watermark,
        "complete": page.is_complete,
        "scanned": page.scanned,
        "cursor": page.cursor,
    }


def detail_answer(evidence: Evidence) -> JsonObject:
    """Header and body are null where the row holds none; `stored` are the row's texts when they were changed."""
    row = evidence.row
    answer: dict[str, canonical.JsonValue] = {
        "id": evidence.event_id,
        "header": asdict(evidence.header) if evidence.header else None,
        "body": body_of(row.body) if row else None,
        "receipt": row.receipt if row else None,
        "leaf": leaf_answer(evidence.leaf) if evidence.leaf else None,
        "integrity": evidence.integrity.value,
        "changes": list(evidence.changes),
        "overdue": evidence.is_overdue,
    }
    if evidence.changes and row:
        answer["stored"] = {"header": row.header, "body": row.body}
    return answer


def body_of(text: str) -> JsonObject | None:
    """The object that a body's text holds, if it still is canonical."""
    try:
        return canonical.decode(text.encode())
    except NotCanonicalError:
        return None


def _headers(entries: Sequence[Entry]) -> list[JsonObject]:
    return [asdict(one) for one in entries if isinstance(one, Header)]
