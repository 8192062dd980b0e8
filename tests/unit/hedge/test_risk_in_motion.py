"""Figures of a desk on which somebody trades: nothing counts twice, and nothing is a mixture of two moments."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from hedge.figures.mtm import ObjectType
from hedge.model.amounts import write_money
from hedge.model.contract import HedgeContract
from hedge.model.order import OrderType
from hedge.model.portfolio import Portfolio
from hedge.scenarios.deltas import Scenario
from hedge.scenarios.run_what_if import RunWhatIf
from hedge.valuing.derive_baseline import DeriveBaseline
from hedge.valuing.derive_pl import DerivePl
from lacre.model.refusal import Ground, Refusal
from tests.fakes.hedge_desk import MemoryContracts, MemoryOrders, MemoryPortfolios
from tests.unit.hedge.desk import order_of
from tests.unit.hedge.risk_worlds import HL, HS, PO1, SO1, RiskWorld, example, id_of

AS_OF, START = date(2026, 2, 1), date(2026, 1, 1)


@dataclass
class MovingPortfolios(MemoryPortfolios):
    """In which contracts are settled just after it was looked at."""

    after_look: list[Callable[[], None]] = field(default_factory=list)

    def live(self) -> Portfolio:
        found = super().live()
        if self.after_look:
            self.after_look.pop()()
        return found


@dataclass
class MovingContracts(MemoryContracts):
    """Of which one is settled just after it was looked at."""

    after_look: list[Callable[[], None]] = field(default_factory=list)

    def find(self, contract_id: str) -> HedgeContract | None:
        found = super().find(contract_id)
        if self.after_look:
            self.after_look.pop()()
        return found


def settling(world: RiskWorld) -> list[Callable[[], None]]:
    return [lambda: world.settle(HS, "126000", "127512.5", "2026-01-30")]


def test_a_contract_that_is_settled_meanwhile_counts_once() -> None:
    world = example()
    moving = MovingPortfolios(world.desk, settling(world))
    found = DeriveBaseline(moving, world.prices, world.ledger)(AS_OF)
    assert found.value.shown()["total_net_cashflow"] == "3117.500000"
    assert [item.object_id for item in found.value.analytic.items] == [HL, SO1, PO1]


def test_a_portfolio_that_does_not_stand_still_is_refused() -> None:
    world = example()

    def grow() -> None:
        number = len(world.desk.orders)
        world.hold(order_of(id_of(number), OrderType.SALE, "1", "2500"))

    moving = MovingPortfolios(world.desk, [grow] * 9)
    with pytest.raises(Refusal) as refused:
        DeriveBaseline(moving, world.prices, world.ledger)(AS_OF)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.CONFLICT, "PORTFOLIO_IN_MOTION")


def test_profit_is_realised_or_unrealised_and_never_both() -> None:
    world = example()
    moving = MovingContracts(world.desk, settling(world))
    derive = DerivePl(moving, MemoryOrders(world.desk), world.prices, world.ledger)
    told = [derive(ObjectType.HEDGE_CONTRACT, HS, START, AS_OF).value for _ in range(2)]
    assert [(write_money(one.realized_pl), write_money(one.unrealized_mtm)) for one in told] == [
        ("0.000000", "-4000.000000"),
        ("-1512.500000", "0.000000"),
    ]


def test_a_scenario_takes_the_portfolio_as_it_read_it() -> None:
    world = example()
    moving = MovingPortfolios(world.desk, settling(world))
    run = RunWhatIf(moving, MemoryContracts(world.desk), world.prices, world.ledger)
    told = [{one.entity_id: one for one in run(Scenario(AS_OF, START, AS_OF, [])).pl} for _ in range(2)]
    assert [(write_money(one[HS].realized_pl), write_money(one[HS].unrealized_mtm)) for one in told] == [
        ("0.000000", "-4000.000000"),
        ("-1512.500000", "0.000000"),
    ]
