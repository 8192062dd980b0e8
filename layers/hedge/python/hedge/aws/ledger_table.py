"""Ledger entries: the rows of `PackedLedgerTable`, and a copy of each settlement's two lines for its contract and for
its event, `CONTRACT#<id>` and `EVENT#<id>` / `0`."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from hedge.aws.packed_ledger_table import PackedLedgerTable, lines_in, lines_text
from hedge.model.ledger import LedgerEntry, entry_of
from hedge.packing.positions import row_of
from hedge.packing.read_lines import ReadLines
from hedge.ports.ledger import LinesPage
from hedge.ports.packing import Lines
from lacre.aws.cursor import position_of_cursor, to_cursor
from lacre.aws.failures import store_failures
from lacre.aws.transaction import TableWrite, put_new
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class LedgerTable:
    """`hedge.ports.ledger.Ledger` on DynamoDB. Copies are put under free keys: contract and event are settled once."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._packed = PackedLedgerTable(client, table)
        self._read = ReadLines(self._packed)

    def adding(self, entries: Sequence[LedgerEntry]) -> Sequence[StateWrite]:
        row, first = row_of(entries), entries[0]
        return [
            self._packed.adding(row),
            self._copy(f"CONTRACT#{first.contract_id}", row.lines),
            self._copy(f"EVENT#{first.source_event_id}", row.lines),
        ]

    def of_contract(self, contract_id: str) -> Sequence[LedgerEntry]:
        return self._copied(f"CONTRACT#{contract_id}")

    def of_event(self, source_event_id: str) -> Sequence[LedgerEntry]:
        return self._copied(f"EVENT#{source_event_id}")

    def within(self, start: date | None, end: date | None, after: str | None, limit: int) -> LinesPage:
        page = self._read(start, end, None if after is None else position_of_cursor(after), limit)
        return LinesPage(page.lines, None if page.next is None else to_cursor(page.next))

    def _copy(self, key: str, lines: Lines) -> TableWrite:
        return put_new(self._table, {"pk": {"S": key}, "sk": {"S": "0"}, "lines": {"S": lines_text(lines)}}, "pk")

    def _copied(self, key: str) -> Sequence[LedgerEntry]:
        with store_failures("ledger table"):
            answer = self._client.get_item(
                TableName=self._table, Key={"pk": {"S": key}, "sk": {"S": "0"}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return [entry_of(line) for line in lines_in(item["lines"]["S"])] if item else []
