"""The largest that is kept of each: every text as long as it may be, of characters that take the most bytes."""

from typing import Any

from lacre.detection.packing import LONGEST_VALUE
from lacre.http.text import MAXIMUM_CHARACTERS
from lacre.investigating.add_alerts import MAXIMUM_ALERTS
from lacre.investigating.decided_case import MAXIMUM_NOTES
from lacre.model import moment
from lacre.model.canonical import JsonObject, encode
from lacre.ports.blocks import Block
from lacre.ports.cases import Case
from lacre.ports.detection import Alert
from lacre.ports.notes import Note
from tests.fakes.found import NOW, alert, block, uuid

TEXT = "\U0001d11e" * MAXIMUM_CHARACTERS
"""As JSON that is escaped, twelve bytes a character."""
ID = "u" * LONGEST_VALUE
EVIDENCE = 100
_VALUE = TEXT[: LONGEST_VALUE // 4]
_AT = moment.to_text(NOW)

NOTES = (Note(_AT, ID, TEXT),) * (MAXIMUM_NOTES + 1)
"""One more than there is room for: the last one closes, and needs none."""
OFTEN = 20
"""So often late data opened an alert again, which adds a note, and somebody closed it again, which adds another."""


def largest_alert(number: int, **other: Any) -> Alert:
    group: JsonObject = {f"value_{index}": _VALUE for index in range(4)}
    plain: dict[str, Any] = {
        "group": encode(group).decode(),
        "entity_id": _VALUE,
        "title": TEXT,
        "condition": TEXT,
        "owner": ID,
        "notes": (*NOTES, *(NOTES[:2] * OFTEN)),
        "evidence": tuple(uuid(1000 * number + turn) for turn in range(EVIDENCE)),
        "block_id": uuid(number),
    }
    return alert(number, **{**plain, **other})


def largest_case(number: int, alerts: int = MAXIMUM_ALERTS, **other: Any) -> Case:
    ids = tuple(uuid(100_000 * number + turn) for turn in range(alerts))
    plain: dict[str, Any] = {"notes": NOTES, "alert_ids": ids}
    return Case(**{"id": uuid(number), "title": TEXT, "opened_at": _AT, "opened_by": ID, "owner": ID, **plain, **other})


def largest_block(number: int) -> Block:
    return block(number, actor_id=f"{number}{ID}", reason=TEXT, undone_by=ID, undone_reason=TEXT)
