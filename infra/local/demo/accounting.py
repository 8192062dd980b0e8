"""What the trail holds, held against what was done."""

import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from infra.local.demo.callers import Caller, UnexpectedAnswerError
from infra.local.demo.district import Owner

FINDING = "MULTIPLE_FAILED_LOGINS"
PATIENCE_SECONDS = 30
PAGE = 200


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def await_alert(auditor: Caller, victim: Owner, since: str) -> tuple[dict[str, str], float]:
    """The finding that the guesses lead to, and how many seconds it took to show."""
    began = time.monotonic()
    query = f"action={FINDING}&entity_type=USER&entity_id={victim.account_id}&start={since}"
    while time.monotonic() - began < PATIENCE_SECONDS:
        found = auditor.expect(200, "GET", f"/v1/audit/events?{query}").json()
        findings = [*found["events"], *found["newest"]]
        if findings:
            return findings[0], time.monotonic() - began
        time.sleep(0.25)
    raise UnexpectedAnswerError(f"no alert within {PATIENCE_SECONDS} s of the guesses")


def settle(auditor: Caller, since: str) -> None:
    """Show what was done and compare it with the trail. Raises UnexpectedAnswerError where they differ."""
    tally = auditor.api.tally
    found = Counter(
        event["action"] for event in _events(auditor, since) if event["correlation_id"] in tally.correlations
    )
    print(f"\nWhat was done:\n{tally.done_table()}")
    print(f"The events of it, by the correlation ids of its answers:\n{tally.codes_table(found)}")
    if found != tally.codes:
        raise UnexpectedAnswerError("the trail holds other events than what was done has to have left")
    print(f"  {sum(found.values())} events, and each of them is one that was expected.")


def _events(auditor: Caller, since: str) -> list[dict[str, Any]]:
    """Every event from a moment until now, once the order of all of them is final."""
    until = now()
    _await_order(auditor, until)
    path = f"/v1/audit/events?start={since}&end={until}&limit={PAGE}"
    page = auditor.expect(200, "GET", path).json()
    found: list[dict[str, Any]] = page["events"]
    while page["cursor"] is not None:
        page = auditor.expect(200, "GET", f"{path}&cursor={page['cursor']}").json()
        found += page["events"]
    return found


def _await_order(auditor: Caller, until: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while auditor.expect(200, "GET", f"/v1/audit/events?start={until}&limit=1").json()["watermark"] < until:
        if time.monotonic() > deadline:
            raise UnexpectedAnswerError(f"the order of events was not final within {PATIENCE_SECONDS} s")
        time.sleep(1)
