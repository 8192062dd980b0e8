"""What settling a contract moves: its quantity at the fixed price against its quantity at the price D-1."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.figures.quotes import D1
from hedge.model.amounts import product
from hedge.model.contract import HedgeContract, Side
from hedge.model.ledger import Direction, Leg


@dataclass(frozen=True)
class SettledLeg:
    """`amount` in USD with six decimals, never negative."""

    leg: Leg
    direction: Direction
    amount: Decimal


def settled_legs(contract: HedgeContract, d1: D1, cashflow_date: date) -> tuple[SettledLeg, SettledLeg]:
    """The fixed and the floating leg: who buys pays out, who sells takes in. Raises the Refusal of `d1`."""
    price = d1(contract.commodity, cashflow_date)
    fixed = SettledLeg(Leg.FIXED, _direction(contract.fixed_side), product(contract.quantity, contract.fixed_price))
    floating = SettledLeg(Leg.FLOAT, _direction(contract.fixed_side.opposite), product(contract.quantity, price))
    return fixed, floating


def _direction(side: Side) -> Direction:
    return Direction.OUT if side is Side.BUY else Direction.IN
