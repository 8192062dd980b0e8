"""A portfolio: which links count, and that they are looked at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_UP, Context, Decimal, Inexact, getcontext, localcontext

import pytest

from hedge.figures.exposure import commercial, overall
from hedge.model.amounts import exactly
from hedge.model.contract import HedgeContract, Side
from hedge.model.order import OrderType
from tests.unit.hedge.desk import contract_of, fixed_order_of, order_of, portfolio_of

SALE = order_of("SO1", OrderType.SALE, "100", "2500")
FIXED = fixed_order_of("SO2", OrderType.SALE, "100", "2500")
HEDGE = contract_of("HS", Side.SELL, "50", "2520", links={"SO1": "10.001", "SO2": "20", "SO3": "5"})


def test_a_link_counts_if_its_order_is_here_and_variable() -> None:
    held = portfolio_of(SALE, FIXED, HEDGE)
    assert held.linked_of_contract("HS") == held.linked_of_order("SO1") == Decimal("10.001")
    assert held.linked_of_order("SO2") == held.linked_of_order("SO3") == held.linked_of_order("none") == Decimal(0)
    assert portfolio_of(HEDGE).linked_of_contract("HS") == Decimal(0)


def test_the_counters_of_the_rows_themselves_are_not_asked() -> None:
    held = portfolio_of(replace(SALE, linked=Decimal(99)), replace(HEDGE, linked=Decimal(49)))
    assert held.linked_of_contract("HS") == held.linked_of_order("SO1") == Decimal("10.001")


def test_a_changed_portfolio_is_summed_up_anew() -> None:
    before = portfolio_of(SALE, HEDGE)
    assert before.linked_of_order("SO1") == Decimal("10.001")
    after = replace(before, contracts={"HS": replace(HEDGE, links={"SO1": Decimal(1)})})
    assert (after.linked_of_order("SO1"), before.linked_of_order("SO1")) == (Decimal(1), Decimal("10.001"))
    assert before == portfolio_of(SALE, HEDGE) != after


class CountedLinks(Mapping[str, Decimal]):
    """Counts how often links are gone through."""

    def __init__(self, links: Mapping[str, Decimal]) -> None:
        self._links = links
        self.passes = 0

    def __getitem__(self, order_id: str) -> Decimal:
        return self._links[order_id]

    def __iter__(self) -> Iterator[str]:
        self.passes += 1
        return iter(self._links)

    def __len__(self) -> int:
        return len(self._links)


def test_every_link_is_looked_at_once_however_many_orders_and_figures_ask() -> None:
    orders = [order_of(f"SO{n}", OrderType.SALE, "100", "2500") for n in range(60)]
    links = [CountedLinks({f"SO{n}": Decimal(1), f"SO{(n + 1) % 60}": Decimal(2)}) for n in range(60)]
    hedges: list[HedgeContract] = [
        replace(contract_of(f"HS{n}", Side.SELL, "50", "2520"), links=counted) for n, counted in enumerate(links)
    ]
    held = portfolio_of(*orders, *hedges)
    assert {row.active for row in commercial(held)} == {Decimal(60 * 97)}
    assert {row.hedge_short for row in overall(held)} == {Decimal(60 * 47)}
    assert [counted.passes for counted in links] == [1] * 60


def test_many_operations_in_a_row_are_exact_and_leave_the_context_as_it_was() -> None:
    with localcontext(Context(prec=2, rounding=ROUND_UP, traps=[])):
        with exactly():
            assert str(Decimal("999999999999.999") + Decimal("0.001")) == "1000000000000.000"
            with pytest.raises(Inexact):
                Decimal(1) / Decimal(3)
        assert getcontext().prec == 2
        assert Decimal(1) / Decimal(3) == Decimal("0.34")
