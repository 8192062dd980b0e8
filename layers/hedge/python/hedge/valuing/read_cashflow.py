"""Reading the cash flow of the live portfolio."""

from datetime import date

from hedge.figures.cashflow import Cashflow, analytic, projection
from hedge.figures.quotes import Quotes, needed
from hedge.ports.portfolios import Portfolios
from hedge.ports.prices import Prices


class ReadCashflow:
    def __init__(self, portfolios: Portfolios, prices: Prices) -> None:
        self._portfolios = portfolios
        self._prices = prices

    def analytic(self, as_of: date) -> Cashflow:
        """Raises Refusal: CONFLICT NO_ENTRY_PRICE, FAILED_DEPENDENCY without a price."""
        portfolio = self._portfolios.live()
        return analytic(portfolio, Quotes(self._prices.of(needed(portfolio, as_of))), as_of)

    def projection(self, as_of: date) -> Cashflow:
        """Raises Refusal FAILED_DEPENDENCY without a price."""
        portfolio = self._portfolios.live()
        return projection(portfolio, Quotes(self._prices.of(needed(portfolio, as_of))), as_of)
