"""Settlements to put into ledgers."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hedge.model.ledger import Direction, LedgerEntry, Leg
from lacre.model.identifier import ENTROPY_BYTES, uuid7

FIRST_DAY = date(2026, 1, 1)
NOW = 1_795_000_000_000


def settlement(number: int, day: date = FIRST_DAY, seed: int = 0) -> Sequence[LedgerEntry]:
    """The two entries of a settlement; equal arguments give equal ones."""
    chance = random.Random(seed << 32 | number)
    made = uuid7(NOW + number // 7, chance.randbytes(ENTROPY_BYTES - 1) + bytes([chance.randrange(0, 256, 2)]))
    contract_id, event_id = (uuid7(NOW, chance.randbytes(ENTROPY_BYTES)) for _ in range(2))
    legs = ((Leg.FIXED, Direction.IN), (Leg.FLOAT, Direction.OUT))
    return [
        LedgerEntry(
            id=f"{made[:-1]}{int(made[-1], 16) + place:x}",
            contract_id=contract_id,
            source_event_id=event_id,
            leg=leg,
            direction=direction,
            amount=Decimal(chance.randrange(10**12)).scaleb(-6),
            cashflow_date=day,
            currency="USD",
            created_at=NOW + number,
        )
        for place, (leg, direction) in enumerate(legs)
    ]


def settlements(count: int, days: int = 40, seed: int = 0) -> Iterator[Sequence[LedgerEntry]]:
    """In no order of their days, many of which have several."""
    chance = random.Random(seed)
    for number in range(count):
        yield settlement(number, FIRST_DAY + timedelta(days=chance.randrange(days)), seed)


def lines_of(made: Sequence[Sequence[LedgerEntry]]) -> list[bytes]:
    """All lines of settlements, by (cashflow date, id)."""
    entries = [entry for one in made for entry in one]
    return [one.line() for one in sorted(entries, key=lambda one: (one.cashflow_date, one.id))]
