"""Ledgers of many entries: packed by the product's packer, except for some that are fresh, as in production."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hedge.aws.ledger_table import LedgerTable
from hedge.aws.packed_ledger_table import PackedLedgerTable
from hedge.model.ledger import LedgerEntry
from hedge.packing.pack_ledger import PackLedger
from hedge.packing.positions import row_of
from hedge.ports.packing import FreshRow
from lacre.aws.ambient import SystemClock, SystemEntropy
from tests.bench.hedge_database import client, commit, resource
from tests.fakes.hedge_entries import settlements

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FRESH = 150
"""Settlements that are not packed yet: as many as a busy desk makes between two runs of the packer."""

DAYS = 365
"""That the entries are spread over, from the first of January 2026."""


class Unwritten(PackedLedgerTable):
    """Fresh rows that were never put into their table: a hundred thousand would take longer than the load."""

    def __init__(self, database: "DynamoDBClient", table: str, rows: Sequence[FreshRow]) -> None:
        super().__init__(database, table)
        self._rows = {row.position: row for row in rows}

    def fresh(self, low: str, high: str, limit: int) -> Sequence[FreshRow]:
        return [row for position, row in list(self._rows.items())[:limit] if low <= position < high]

    def forget(self, positions: Sequence[str]) -> None:
        for position in positions:
            del self._rows[position]


def seed_ledger(address: str, table: str, entries: int) -> None:
    """Fill a table with so many entries, the same every time."""
    database = client(address)
    made = list(settlements(entries // 2, DAYS))
    rows = sorted((row_of(one) for one in made[FRESH:]), key=lambda row: row.position)
    packed = PackLedger(Unwritten(database, table, rows), SystemClock(), SystemEntropy())()
    assert packed == entries - 2 * FRESH
    ledger = LedgerTable(database, table)
    commit(database, (write for one in made[:FRESH] for write in ledger.adding(one)))


def seed_items(address: str, table: str, entries: int) -> None:
    """The same ledger as anybody would store it: an item for each entry, sorted by date and id."""
    with resource(address).Table(table).batch_writer() as batch:
        for one in settlements(entries // 2, DAYS):
            for entry in one:
                batch.put_item(Item=_item(entry))


def _item(entry: LedgerEntry) -> dict[str, object]:
    shown = dict(entry.shown())
    return {"pk": "LEDGER", "sk": f"{entry.cashflow_date.isoformat()}#{entry.id}", **shown, "amount": entry.amount}
