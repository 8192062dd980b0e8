"""Applying deltas to a portfolio: all of them, or none, with the place of each that does not go."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from hedge.model.portfolio import Portfolio
from hedge.model.price import PriceKey
from hedge.ports.contracts import Contracts
from hedge.scenarios.deltas import AddContract, AdjustOrder, Delta, OverridePrice
from lacre.model.refusal import Fault, Ground, Refusal

D = TypeVar("D", AddContract, AdjustOrder, OverridePrice)

_MOST_FAULTS = 20
_OURS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
"""The form of our ids: UUID version 7."""


@dataclass(frozen=True)
class Applied:
    portfolio: Portfolio
    overrides: Mapping[PriceKey, Decimal]


class ApplyDeltas:
    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts

    def __call__(self, portfolio: Portfolio, deltas: Sequence[Delta]) -> Applied:
        """Raises Refusal: INVALID, NOT_FOUND, CONFLICT, each with the places of the deltas that do not go."""
        _require_distinct(deltas)
        adjusted, added = _of_kind(deltas, AdjustOrder), _of_kind(deltas, AddContract)
        _require_orders(portfolio, adjusted)
        self._require_new(portfolio, added)
        orders = {
            one.order_id: replace(portfolio.orders[one.order_id], quantity=one.quantity) for one in adjusted.values()
        }
        contracts = {one.contract.id: one.contract for one in added.values()}
        after = Portfolio({**portfolio.orders, **orders}, {**portfolio.contracts, **contracts})
        return Applied(after, {one.key: one.price for one in _of_kind(deltas, OverridePrice).values()})

    def _require_new(self, portfolio: Portfolio, added: Mapping[int, AddContract]) -> None:
        asked = {one.contract.id for one in added.values()} - portfolio.contracts.keys()
        known = self._contracts.known([one for one in asked if _OURS.fullmatch(one)])
        taken = known | portfolio.contracts.keys()
        places = [at for at, one in added.items() if one.contract.id in taken]
        _refuse_at(places, Ground.CONFLICT, "CONTRACT_EXISTS", "A contract with this id exists.", "contract_id")


def _of_kind(deltas: Sequence[Delta], kind: type[D]) -> dict[int, D]:
    """Those of a kind by their place."""
    return {place: delta for place, delta in enumerate(deltas) if isinstance(delta, kind)}


def _require_distinct(deltas: Sequence[Delta]) -> None:
    seen: set[object] = set()
    again: list[int] = []
    for place, delta in enumerate(deltas):
        if delta.target in seen:
            again.append(place)
        seen.add(delta.target)
    _refuse_at(again, Ground.INVALID, "SAME_TARGET", "Two deltas change the same thing.")


def _require_orders(portfolio: Portfolio, adjusted: Mapping[int, AdjustOrder]) -> None:
    absent = [place for place, one in adjusted.items() if one.order_id not in portfolio.orders]
    _refuse_at(absent, Ground.NOT_FOUND, "NO_SUCH_ORDER", "There is no such live order.", "order_id")
    below = [place for place, one in adjusted.items() if one.quantity < portfolio.linked_of_order(one.order_id)]
    _refuse_at(below, Ground.CONFLICT, "BELOW_LINKED", "More of the order is linked.", "new_quantity_mt")


def _refuse_at(places: Sequence[int], ground: Ground, code: str, sentence: str, member: str | None = None) -> None:
    if places:
        ends = "" if member is None else f".{member}"
        faults = tuple(Fault(f"body.deltas.{place}{ends}", sentence) for place in places[:_MOST_FAULTS])
        raise Refusal(ground, code, sentence, faults=faults)
