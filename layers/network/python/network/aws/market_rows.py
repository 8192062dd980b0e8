"""Rows of markets in the network table."""

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from network.aws.entity_row import EntityRow, alike_fields, alike_in
from network.model.market import Market


class MarketRow(EntityRow):
    name = UnicodeAttribute()


class MarketForm:
    """`RowForm` of markets."""

    kind = "MARKET"
    row = MarketRow

    def fields_of(self, market: Market) -> Mapping[str, Any]:
        return {**alike_fields(market), **market.details()}

    def entity_of(self, row: MarketRow) -> Market:
        return Market(**alike_in(row), name=row.name)
