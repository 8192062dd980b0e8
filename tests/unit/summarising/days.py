"""Days full of events for the time index, made by chance."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from lacre.model import moment
from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.model.partition import time_bucket
from lacre.model.vocabulary import EventType, Outcome, Severity
from lacre.ports.events import Slice, position_of
from lacre.ports.rows import Entry, UnreadableRow, entry_position
from tests.fakes.drafts import events

HOUR_MS = 3_600_000
NOON = moment.to_milliseconds("2026-11-22T12:00:00.000Z")


@dataclass
class TimeIndex:
    """`HeaderIndex`, of the time index alone: headers, and rows that cannot be read."""

    lanes: dict[str, list[Entry]] = field(default_factory=dict)
    asked: int = 0

    def add(self, entry: Entry) -> None:
        position = entry_position(entry)
        lane = self.lanes.setdefault(time_bucket(position, int(entry.id[-2:], 16) % 4), [])
        lane.append(entry)
        lane.sort(key=entry_position)

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> Sequence[Entry]:
        self.asked += 1
        found = [one for one in self.lanes.get(wanted.key, []) if wanted.low < entry_position(one) < wanted.high]
        return (found if ascending else found[::-1])[:limit]


def some_header() -> Header:
    stored: ReceiptedEvent = events(1)[0]
    return stored.event.header


def header(chance: random.Random, plain: Header, at: int, names: int) -> Header:
    return replace(
        plain,
        id=str(UUID(int=chance.getrandbits(128), version=4)),
        recorded_at=moment.to_text(at),
        actor_id=f"u-{min(chance.randrange(names), chance.randrange(names))}",
        action=f"ACTION_{chance.randrange(3)}",
        ip_address=f"192.0.2.{chance.randrange(min(names, 250))}",
        severity=chance.choice(list(Severity)),
        outcome=chance.choice(list(Outcome)),
        event_type=chance.choice(list(EventType)),
    )


def entries(seed: int, count: int, since: int, until: int, names: int = 20) -> list[Entry]:
    """Events between two moments (ms since 1970), often at the same millisecond, one in thirty unreadable."""
    chance, plain = random.Random(seed), some_header()
    made: list[Entry] = []
    for _ in range(count):
        one = header(chance, plain, chance.randrange(since, until) // 1000 * 1000, names)
        is_odd = chance.randrange(30) == 0
        made.append(UnreadableRow(one.id, position_of(one.recorded_at, one.id)) if is_odd else one)
    return made
