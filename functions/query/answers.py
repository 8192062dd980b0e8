"""Events, evidence and proofs as JSON."""

import base64
from collections.abc import Sequence
from dataclasses import asdict

from lacre.model import canonical
from lacre.model.canonical import JsonObject, NotCanonicalError
from lacre.model.header import Header
from lacre.ports.rows import Entry
from lacre.ports.sealing import SealedLeaf
from lacre.proving.examination import Evidence, Integrity
from lacre.proving.inclusion import Inclusion
from lacre.searching.search import Page

STRAY_LEAF = "The leaf does not lead to the root of the checkpoint."


def page_answer(page: Page) -> JsonObject:
    """`unreadable` are rows whose header is none any more: they may match, so they are told of."""
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


def proof_answer(evidence: Evidence, leaf: SealedLeaf, inclusion: Inclusion) -> JsonObject:
    """Enough for a verifier that holds the log's public key: leaf, path, and the signed checkpoint, verbatim."""
    changes = [*evidence.changes, *([] if inclusion.leads_to_root else [STRAY_LEAF])]
    return {
        "id": evidence.event_id,
        "leaf_index": leaf.index,
        "leaf_hash": _base64(leaf.leaf_hash),
        "tree_size": inclusion.tree_size,
        "hashes": [_base64(one) for one in inclusion.hashes],
        "checkpoint": inclusion.note,
        "header": evidence.row.header if evidence.row else None,
        "receipt": evidence.row.receipt if evidence.row else None,
        "integrity": Integrity.CHANGED if changes else Integrity.VERIFIED,
        "changes": changes,
    }


def body_of(text: str) -> JsonObject | None:
    """The object that a body's text holds, if it still is canonical."""
    try:
        return canonical.decode(text.encode())
    except NotCanonicalError:
        return None


def leaf_answer(leaf: SealedLeaf) -> JsonObject:
    return {"index": leaf.index, "hash": _base64(leaf.leaf_hash)}


def _headers(entries: Sequence[Entry]) -> list[JsonObject]:
    return [asdict(one) for one in entries if isinstance(one, Header)]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
