"""Running a scenario: the figures of the live portfolio as they would be after its deltas. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedge.figures.cashflow import Cashflow, analytic_of, marks
from hedge.figures.exposure import ExposureRow, both
from hedge.figures.mtm import Mtm, ObjectType
from hedge.figures.pl import Pl, pl_of_contract
from hedge.figures.quotes import Quotes, needed
from hedge.model.amounts import ZERO
from hedge.model.portfolio import Portfolio
from hedge.ports.contracts import Contracts
from hedge.ports.ledger import Ledger
from hedge.ports.portfolios import Portfolios
from hedge.ports.prices import Prices
from hedge.scenarios.apply_deltas import ApplyDeltas
from hedge.scenarios.deltas import Scenario
from hedge.valuing.ledger_flows import flows_of, lines_within


@dataclass(frozen=True)
class WhatIf:
    """The figures after the deltas, each list in an order of its own that no order of deltas changes."""

    commercial: Sequence[ExposureRow]
    overall: Sequence[ExposureRow]
    marks: Sequence[Mtm]
    analytic: Cashflow
    pl: Sequence[Pl]


class RunWhatIf:
    def __init__(self, portfolios: Portfolios, contracts: Contracts, prices: Prices, ledger: Ledger) -> None:
        self._portfolios = portfolios
        self._apply = ApplyDeltas(contracts)
        self._prices = prices
        self._ledger = ledger

    def __call__(self, scenario: Scenario) -> WhatIf:
        """Raises Refusal: those of `ApplyDeltas`, CONFLICT NO_ENTRY_PRICE, FAILED_DEPENDENCY without a price."""
        applied = self._apply(self._portfolios.live(), scenario.deltas)
        portfolio = applied.portfolio
        wanted = needed(portfolio, scenario.as_of, scenario.period_end) - applied.overrides.keys()
        quotes = Quotes(self._prices.of(wanted), applied.overrides)
        marked = marks(portfolio, quotes, scenario.as_of)
        commercial, overall = both(portfolio)
        return WhatIf(
            commercial=commercial,
            overall=overall,
            marks=marked,
            analytic=analytic_of(portfolio, marked, scenario.as_of),
            pl=self._pl(portfolio, quotes, scenario),
        )

    def _pl(self, portfolio: Portfolio, quotes: Quotes, scenario: Scenario) -> Sequence[Pl]:
        """Of each open contract, and of each that has ledger entries in the period."""
        start, end = scenario.period_start, scenario.period_end
        found = {one.id: pl_of_contract(one, (), quotes.d1, start, end) for one in portfolio.contracts.values()}
        for contract_id, flow in flows_of(lines_within(self._ledger, start, end)).items():
            # One that is settled just now was open when the portfolio was read, and counts as that.
            found.setdefault(
                contract_id,
                Pl(
                    entity_type=ObjectType.HEDGE_CONTRACT,
                    entity_id=contract_id,
                    period_start=start,
                    period_end=end,
                    realized_pl=flow,
                    unrealized_mtm=ZERO,
                ),
            )
        return [pl for _, pl in sorted(found.items())]
