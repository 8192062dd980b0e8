"""Settlement prices in the hedge table: `PRICE#<symbol>` / day."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from hedge.model.amounts import write_money
from hedge.model.price import PriceKey, SettlementPrice
from lacre.aws.batch_get import batch_get_keys
from lacre.aws.cursor import position_of_cursor, to_cursor
from lacre.aws.domain_rows import DomainRows
from lacre.ports.events import StateWrite
from lacre.ports.paging import BadPositionError, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class PriceRow(Model):
    """`price` is decimal text."""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    price = UnicodeAttribute()
    source = UnicodeAttribute()
    recorded_at = NumberAttribute()


class PricesTable:
    """`hedge.ports.prices.Prices` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._rows = DomainRows(client, table, PriceRow)

    def recorded(self, wanted: Collection[PriceKey]) -> Mapping[PriceKey, SettlementPrice]:
        keys = [{"pk": _partition(symbol), "sk": day.isoformat()} for symbol, day in dict.fromkeys(wanted)]
        items = batch_get_keys(self._client, self._table, keys)
        found = (_price_in(PriceRow.from_raw_data(dict(item))) for item in items)
        return {(one.symbol, one.date): one for one in found}

    def of(self, wanted: Collection[PriceKey]) -> Mapping[PriceKey, Decimal]:
        return {key: one.price for key, one in self.recorded(wanted).items()}

    def listed(
        self, symbol: str, start: date | None, end: date | None, after: str | None, limit: int
    ) -> Page[SettlementPrice]:
        low, high = start or date.min, end or date.max
        if after is not None:
            low = _day_after(position_of_cursor(after), low, high)
        if low > high:
            return Page([], None)
        # One more than asked for tells whether there is a next page.
        rows = self._rows.query(
            limit + 1,
            ConsistentRead=True,
            KeyConditionExpression="pk = :symbol AND sk BETWEEN :low AND :high",
            ExpressionAttributeValues={
                ":symbol": {"S": _partition(symbol)},
                ":low": {"S": low.isoformat()},
                ":high": {"S": high.isoformat()},
            },
        )
        page = [_price_in(row) for row in rows[:limit]]
        return Page(page, to_cursor(page[-1].date.isoformat()) if len(rows) > limit else None)

    def adding(self, price: SettlementPrice) -> StateWrite:
        return self._rows.putting_new(
            {
                "pk": _partition(price.symbol),
                "sk": price.date.isoformat(),
                "price": write_money(price.price),
                "source": price.source,
                "recorded_at": price.recorded_at,
            }
        )


def _partition(symbol: str) -> str:
    return f"PRICE#{symbol}"


def _day_after(position: str, low: date, high: date) -> date:
    """The first day to list. Raises BadPositionError for what is none of the days before `high`."""
    try:
        seen = date.fromisoformat(position)
    except ValueError:
        raise BadPositionError from None
    if position != seen.isoformat() or not low <= seen < high:
        raise BadPositionError
    return seen + timedelta(days=1)


def _price_in(row: PriceRow) -> SettlementPrice:
    return SettlementPrice(
        symbol=row.pk.removeprefix(_partition("")),
        date=date.fromisoformat(row.sk),
        price=Decimal(row.price),
        source=row.source,
        recorded_at=int(row.recorded_at),
    )
