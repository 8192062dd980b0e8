"""A deep search as an item of the exports table: under names of its own, so that no kind is taken for the other."""

from collections.abc import Mapping
from typing import Any

from lacre.model import canonical, moment
from lacre.model.draft import Reason
from lacre.model.filters import Selection
from lacre.ports.deep_searches import DeepSearch, Found
from lacre.ports.exports import Asking, ExportState

KIND = "DEEP_SEARCH"
"""The one partition of the list of all."""


def key_of(name: str) -> str:
    """Of a search by its id; in the index, of a person's searches."""
    return f"{KIND}#{name}"


def to_item(search: DeepSearch) -> dict[str, Any]:
    asking = search.asking
    return {
        "job_id": {"S": key_of(search.id)},
        "listing": {"S": KIND},
        "asked_by": {"S": key_of(asking.by)},
        "asked_by_name": {"S": asking.name},
        "asked_at": {"S": asking.at},
        "event_id": {"S": asking.event_id},
        "correlation_id": {"S": asking.correlation_id},
        "selection": {"S": canonical.encode(search.selection.as_object()).decode()},
        "state": {"S": search.state.value},
        "attempts": {"N": str(search.attempts)},
        "tree_size": {"N": str(search.tree_size)},
        "expires_at": {"N": str(moment.to_milliseconds(search.expires_at) // 1000)},
        "version": {"N": str(search.version)},
        **({"found": _found_item(search.found)} if search.found else {}),
        **(
            {"error": {"M": {"code": {"S": search.error.code}, "sentence": {"S": search.error.sentence}}}}
            if search.error
            else {}
        ),
        **({"ended_at": {"S": search.ended_at}} if search.ended_at else {}),
    }


def from_item(item: Mapping[str, Any]) -> DeepSearch:
    error = item["error"]["M"] if "error" in item else None
    return DeepSearch(
        id=_named(item["job_id"]["S"]),
        asking=Asking(
            _named(item["asked_by"]["S"]),
            item["asked_by_name"]["S"],
            item["asked_at"]["S"],
            item["event_id"]["S"],
            item["correlation_id"]["S"],
        ),
        selection=Selection.from_object(canonical.decode(item["selection"]["S"].encode())),
        expires_at=moment.to_text(int(item["expires_at"]["N"]) * 1000),
        state=ExportState(item["state"]["S"]),
        attempts=int(item["attempts"]["N"]),
        tree_size=int(item["tree_size"]["N"]),
        found=_found(item["found"]["M"]) if "found" in item else None,
        error=Reason(error["code"]["S"], error["sentence"]["S"]) if error else None,
        ended_at=item["ended_at"]["S"] if "ended_at" in item else None,
        version=int(item["version"]["N"]),
    )


def _named(key: str) -> str:
    return key.removeprefix(f"{KIND}#")


def _found_item(found: Found) -> dict[str, Any]:
    return {
        "M": {
            "count": {"N": str(found.count)},
            "looked_at": {"N": str(found.looked_at)},
            "scanned_bytes": {"N": str(found.scanned_bytes)},
            "until": {"S": found.until},
            **({"since": {"S": found.since}} if found.since else {}),
        }
    }


def _found(item: Mapping[str, Any]) -> Found:
    return Found(
        int(item["count"]["N"]),
        int(item["looked_at"]["N"]),
        int(item["scanned_bytes"]["N"]),
        item["until"]["S"],
        item["since"]["S"] if "since" in item else None,
    )
