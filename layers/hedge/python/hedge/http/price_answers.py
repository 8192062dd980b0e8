"""Settlement prices as the API shows them."""

from hedge.http.answers import Listed, Shown


class PriceAnswer(Shown):
    """USD per metric ton as decimal text. `source` and `recorded_at` are those of the first who published it."""

    source: str
    symbol: str
    settlement_date: str
    price_usd: str
    recorded_at: str


class PublishedAnswer(Shown):
    prices: list[PriceAnswer]


class PricesAnswer(Listed):
    prices: list[PriceAnswer]
