"""What the trail holds of the demo, as an auditor sees it through the API."""

import time
from typing import Any

from infra.local.demo.callers import Caller, UnexpectedAnswerError

SEALED_WITHIN_SECONDS = 30
SHOWN = 25
COLUMNS = ("recorded_at", "actor_type", "action", "outcome", "severity", "ip_address")


def show_events(auditor: Caller, since: str) -> None:
    """The last events since a moment, the newest first; above a line those that may still be joined by others."""
    found = auditor.expect(200, "GET", f"/v1/audit/events?start={since}&limit={SHOWN}&order=desc").json()
    for event in found["newest"]:
        print("  " + _row(event))
    print(f"  ---- watermark {found['watermark']}; the order of what is older is final:")
    for event in found["events"][: max(0, SHOWN - len(found["newest"]))]:
        print("  " + _row(event))


def show_proof(auditor: Caller, event_id: str) -> str:
    """Where the event stands in the log, and the checkpoint that it is under; gives the checkpoint to keep."""
    deadline = time.monotonic() + SEALED_WITHIN_SECONDS
    while (answer := auditor.send("GET", f"/v1/audit/events/{event_id}/proof")).status_code == 409:
        if time.monotonic() > deadline:
            raise UnexpectedAnswerError(f"the event was not sealed within {SEALED_WITHIN_SECONDS} s")
        time.sleep(0.5)
    proof = answer.raise_for_status().json()
    print(f"  leaf {proof['leaf_index']} of {proof['tree_size']}, by {len(proof['hashes'])} hashes, under:")
    print("".join(f"    {line}\n" for line in proof["checkpoint"].splitlines()), end="")
    return str(proof["checkpoint"])


def evidence_of(auditor: Caller, event_id: str) -> bytes:
    """The file that proves a sealed event by itself, byte for byte as it was handed out."""
    return auditor.expect(200, "GET", f"/v1/audit/events/{event_id}/evidence").content


def _row(event: dict[str, Any]) -> str:
    widths = (24, 11, 28, 9, 8, 15)
    return "  ".join(str(event[name]).ljust(width) for name, width in zip(COLUMNS, widths, strict=True)).rstrip()
