"""What a detector could have found."""

from dataclasses import replace
from typing import Any

from lacre.model import moment
from lacre.ports.blocks import Block
from lacre.ports.detection import Alert

NOW = 1_795_000_000_001


def uuid(number: int) -> str:
    return f"01a1ee56-5e00-75b1-a522-{number:012x}"


def alert(number: int = 1, **other: Any) -> Alert:
    """Of number seconds after NOW."""
    at = moment.to_text(NOW + number * 1000)
    plain = Alert(
        alert_id=uuid(number),
        rule="many_failed_logins",
        bundle_hash="b" * 64,
        windowing_hash="0123456789abcdef",
        kind="event_count",
        title="Many failed logins of one account",
        condition=">= 5 events in 10 min",
        group='{"entity_id":"u-lia"}',
        group_key="many_failed_logins#lia",
        entity_type="USER",
        entity_id="u-lia",
        episode=number,
        action="MULTIPLE_FAILED_LOGINS",
        severity="CRITICAL",
        raised_at=at,
        window_start=at,
        window_end=at,
        evidence=tuple(uuid(1000 * number + turn) for turn in range(5)),
        evidence_count=5,
        finding_id=uuid(2000 + number),
    )
    return replace(plain, **other)


def block(number: int = 1, minutes: int = 30, **other: Any) -> Block:
    """Placed number seconds after NOW."""
    placed_at = NOW + number * 1000
    plain = Block(
        block_id=uuid(3000 + number),
        actor_id=f"u-{number}",
        actor_type="AGENT",
        rule="many_failed_logins",
        alert_id=uuid(number),
        reason=">= 5 events in 10 min",
        placed_at=moment.to_text(placed_at),
        until=moment.to_text(placed_at + minutes * 60_000),
    )
    return replace(plain, **other)
