"""The row of the exports table that names a person's jobs of one kind: in no index, and read by its key."""

from collections.abc import Mapping
from typing import Any

from lacre.aws.transaction import put_new, put_over
from lacre.model import moment
from lacre.ports.events import StateWrite
from lacre.ports.exports import Places


def places_key(by: str) -> str:
    return f"ASKER#{by}"


def places_in(item: Mapping[str, Any] | None, by: str) -> Places:
    """None is for who never asked for one."""
    if item is None:
        return Places(by)
    return Places(by, tuple(one["S"] for one in item["job_ids"]["L"]), int(item["version"]["N"]))


def taking(table: str, key: str, places: Places, job_id: str, expires_at: str) -> StateWrite:
    """The write under `key` of these and one more; the row goes when the last of them does."""
    item = {
        "job_id": {"S": key},
        "job_ids": {"L": [{"S": one} for one in (*places.job_ids, job_id)]},
        "expires_at": {"N": str(moment.to_milliseconds(expires_at) // 1000)},
        "version": {"N": str(places.version + 1)},
    }
    return put_over(table, item, places.version) if places.version else put_new(table, item, "job_id")
