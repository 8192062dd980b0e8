"""Those who look into what the detector found, over HTTP, and the log that tells of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx2

from infra.local.stack_file import Stack
from tests.e2e.patience import eventually
from tests.e2e.sealed import wait_until_sealed

REASON = "The owner came by with the device."

Found = dict[str, Any]


@dataclass(frozen=True)
class Investigators:
    stack: Stack
    admin: httpx2.Client
    auditor: httpx2.Client

    def alert_of(self, rule: str, entity_id: str) -> Found:
        """The one of a rule about somebody that is open, once it is there."""
        (found,) = eventually(partial(self.alerts_of, rule, entity_id))
        return found

    def alerts_of(self, rule: str, entity_id: str) -> list[Found]:
        listed = self._listed("/v1/alerts", "alerts", {"rule": rule, "status": "open"})
        return [one for one in listed if one["entity_id"] == entity_id]

    def block_of(self, actor_id: str) -> Found:
        """That which keeps somebody out."""
        listed = self._listed("/v1/blocks", "blocks", {"state": "ACTIVE"})
        (found,) = [one for one in listed if one["actor_id"] == actor_id]
        return found

    def unblock(self, block_id: str, client: httpx2.Client) -> httpx2.Response:
        """By whoever `client` is; which version it is, an auditor looks up."""
        return self._change(f"/v1/blocks/{block_id}", "unblock", {"reason": REASON}, client)

    def acknowledge(self, alert_id: str) -> Found:
        done = self._change(f"/v1/alerts/{alert_id}", "acknowledge", {}, self.auditor)
        found: Found = done.raise_for_status().json()
        return found

    def close(self, alert_id: str) -> Found:
        body = {"disposition": "true", "note": "The guesses came from another province."}
        found: Found = self._change(f"/v1/alerts/{alert_id}", "close", body, self.admin).raise_for_status().json()
        return found

    def sealed(self, action: str, times: int = 1, **filters: str) -> list[Found]:
        """The events of an action that a search finds, once there are so many, each in its place in the log."""

        def found() -> list[Found]:
            query = {"action": action, "limit": "200", **filters}
            page = self.auditor.get("/v1/audit/events", params=query).raise_for_status().json()
            events: list[Found] = [*page["events"], *page["newest"]]
            assert len(events) <= times, events
            return events if len(events) == times else []

        events = eventually(found)
        wait_until_sealed(self.stack, [one["id"] for one in events])
        return events

    def _change(self, path: str, verb: str, body: Mapping[str, str], client: httpx2.Client) -> httpx2.Response:
        version = self.auditor.get(path).raise_for_status().headers["ETag"]
        return client.post(f"{path}/{verb}", json=body, headers={"If-Match": version})

    def _listed(self, path: str, name: str, query: Mapping[str, str]) -> Iterator[Found]:
        cursor: dict[str, str] | None = {}
        while cursor is not None:
            page = self.auditor.get(path, params={**query, **cursor, "limit": "100"}).raise_for_status().json()
            yield from page[name]
            cursor = {"cursor": page["cursor"]} if page["cursor"] else None


def told_in_full(who: Investigators, alert: Found, actor_id: str, refused: set[str]) -> None:
    """From the finding to the end of its alert: in the log, and under its seal.

    `refused` are the events of all requests that the blocked actor sent meanwhile.
    """
    (finding,) = who.sealed(alert["action"], correlation_id=alert["finding_id"])
    assert (finding["id"], finding["severity"], finding["entity_id"]) == (alert["finding_id"], "CRITICAL", actor_id)
    (raised,) = who.sealed("ALERT_RAISED", entity_type="ALERT", entity_id=alert["id"])
    (blocked,) = who.sealed("ACTOR_BLOCKED", entity_type="BLOCK", entity_id=alert["block_id"])
    assert {one["source"] for one in (finding, raised, blocked)} == {"DETECTOR"}
    assert {one["correlation_id"] for one in (finding, raised, blocked)} == {finding["id"]}
    attempts = who.sealed("UNAUTHORIZED_ACCESS_ATTEMPT", len(refused), actor_id=actor_id)
    assert {one["id"] for one in attempts} == refused
    assert {one["outcome"] for one in attempts} == {"DENIED"}
    (unblocked,) = who.sealed("ACTOR_UNBLOCKED", entity_type="BLOCK", entity_id=alert["block_id"])
    changes = who.sealed("ALERT_UPDATED", 2, entity_type="ALERT", entity_id=alert["id"])
    assert {one["outcome"] for one in (unblocked, *changes)} == {"SUCCEEDED"}
