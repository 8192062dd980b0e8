"""Deriving the profit and loss of a period."""

from datetime import date
from typing import NoReturn

from hedge.figures.mtm import ObjectType
from hedge.figures.pl import Pl, pl_of_contract
from hedge.figures.quotes import Quotes, needed
from hedge.model.contract import Status
from hedge.model.portfolio import Portfolio
from hedge.ports.contracts import Contracts
from hedge.ports.finding import found
from hedge.ports.ledger import Ledger
from hedge.ports.orders import Orders
from hedge.ports.prices import Prices
from hedge.valuing.figure import Figure, inputs_of
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType


class DerivePl:
    def __init__(self, contracts: Contracts, orders: Orders, prices: Prices, ledger: Ledger) -> None:
        self._contracts = contracts
        self._orders = orders
        self._prices = prices
        self._ledger = ledger

    def __call__(self, entity_type: ObjectType, entity_id: str, start: date, end: date) -> Figure[Pl]:
        """Raises Refusal: NOT_FOUND; FAILED_DEPENDENCY for an order, or without a price; CONFLICT if cancelled."""
        if entity_type is ObjectType.ORDER:
            _refuse_order(found(self._orders, EntityType.ORDER, entity_id).id)
        contract = found(self._contracts, EntityType.CONTRACT, entity_id)
        # Only what is settled has entries: one that is settled just now was open when it was read, and counts as that.
        entries = self._ledger.of_contract(contract.id) if contract.status is Status.SETTLED else ()
        within = [one for one in entries if start <= one.cashflow_date <= end]
        held = Portfolio({}, {contract.id: contract} if contract.is_open else {})
        prices = self._prices.of(needed(held, end))
        inputs = {
            "contract_id": contract.id,
            "status": contract.status.value,
            "period_start": start.isoformat(),
            "period_end": end.isoformat(),
            "entries": [one.shown() for one in sorted(within, key=lambda one: one.line())],
            **inputs_of(held, prices),
        }
        return Figure(pl_of_contract(contract, within, Quotes(prices).d1, start, end), inputs)


def _refuse_order(order_id: str) -> NoReturn:
    raise Refusal(
        Ground.FAILED_DEPENDENCY,
        "NO_LEDGER",
        "The ledger holds no cash flows of orders, so that their profit and loss cannot be proved.",
        subject=Subject(EntityType.ORDER, order_id),
    )
