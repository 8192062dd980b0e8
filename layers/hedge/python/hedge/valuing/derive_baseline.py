"""Deriving the cash flow baseline of a day."""

import hashlib
from collections.abc import Sequence
from datetime import date

from hedge.figures.cashflow import Baseline, Cashflow, analytic, baseline
from hedge.figures.quotes import Quotes, needed
from hedge.model.amounts import total
from hedge.model.portfolio import Portfolio
from hedge.ports.ledger import Ledger
from hedge.ports.portfolios import Portfolios
from hedge.ports.prices import Prices
from hedge.valuing.figure import Figure, inputs_of
from hedge.valuing.ledger_flows import flows_of, lines_within
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal

MOST_ITEMS = 1_500
"""So many items of 240 bytes fit one item of the store, also as an answer that is kept."""

_READS = 3


class DeriveBaseline:
    def __init__(self, portfolios: Portfolios, prices: Prices, ledger: Ledger) -> None:
        self._portfolios = portfolios
        self._prices = prices
        self._ledger = ledger

    def __call__(self, as_of: date) -> Figure[Baseline]:
        """Raises Refusal: CONFLICT NO_ENTRY_PRICE, PORTFOLIO_TOO_LARGE or CONFLICT; FAILED_DEPENDENCY for a price."""
        portfolio, lines = self._at_one_moment(as_of)
        prices = self._prices.of(needed(portfolio, as_of))
        flow = analytic(portfolio, Quotes(prices), as_of)
        _require_room(flow)
        inputs: JsonObject = {
            "as_of_date": as_of.isoformat(),
            "ledger": {"entries": len(lines), "sha256": hashlib.sha256(b"\n".join(lines)).hexdigest()},
            **inputs_of(portfolio, prices),
        }
        return Figure(baseline(flow, total(flows_of(lines).values())), inputs)

    def _at_one_moment(self, as_of: date) -> tuple[Portfolio, Sequence[bytes]]:
        """A contract that is settled between two reads would count twice, or not at all."""
        before = self._portfolios.live()
        for _ in range(_READS):
            lines = lines_within(self._ledger, None, as_of)
            after = self._portfolios.live()
            if after == before:
                return before, lines
            before = after
        raise Refusal(Ground.CONFLICT, "PORTFOLIO_IN_MOTION", "The portfolio changed while it was read. Try again.")


def _require_room(flow: Cashflow) -> None:
    if len(flow.items) > MOST_ITEMS:
        raise Refusal(
            Ground.CONFLICT,
            "PORTFOLIO_TOO_LARGE",
            "A snapshot holds at most 1,500 open contracts and variable orders.",
            facts={"items": len(flow.items)},
        )
