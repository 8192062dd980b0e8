"""What flowed by the ledger, contract by contract.

A whole ledger is summed up here, so that its lines are parsed all at once and only for what a sum needs.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from hedge.model.amounts import ZERO, minus, plus
from hedge.model.ledger import Direction
from hedge.ports.ledger import Ledger

_AT_ONCE = 10_000


def lines_within(ledger: Ledger, start: date | None, end: date | None) -> Sequence[bytes]:
    """Every entry from one cashflow date to another, both inclusive, in order. Raises StoreUnavailableError."""
    found: list[bytes] = []
    after: str | None = None
    while True:
        page = ledger.within(start, end, after, _AT_ONCE)
        found += page.lines
        if page.next is None:
            return found
        after = page.next


def flows_of(lines: Sequence[bytes]) -> Mapping[str, Decimal]:
    """What came in less what went out, in USD, by the contract's id."""
    found: dict[str, Decimal] = {}
    for entry in json.loads(b"[" + b",".join(lines) + b"]"):
        before = found.get(entry["hedge_contract_id"], ZERO)
        add = plus if entry["direction"] == Direction.IN else minus
        found[entry["hedge_contract_id"]] = add(before, Decimal(entry["amount"]))
    return found
