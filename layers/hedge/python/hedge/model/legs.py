"""The two legs that a contract is made of: one at a fixed price, one at a variable price, on opposite sides."""

from collections.abc import Sequence
from dataclasses import dataclass

from hedge.model.contract import Side
from hedge.model.order import PriceType
from lacre.model.refusal import Fault, Ground, Refusal


@dataclass(frozen=True)
class ContractLeg:
    side: Side
    price_type: PriceType


def fixed_side_of(legs: Sequence[ContractLeg], at: str = "body.legs") -> Side:
    """The side of the leg at the fixed price. Raises Refusal INVALID, at `at`, if legs do not make a contract."""
    by_type = {leg.price_type: leg.side for leg in legs}
    if len(legs) != len(PriceType) or len(by_type) != len(PriceType):
        raise _invalid(at, "A contract has one fixed and one variable leg.")
    if by_type[PriceType.FIXED] is by_type[PriceType.VARIABLE]:
        raise _invalid(at, "The legs are on opposite sides.")
    return by_type[PriceType.FIXED]


def _invalid(at: str, what: str) -> Refusal:
    return Refusal(Ground.INVALID, "LEGS_INVALID", "These legs do not make a contract.", faults=(Fault(at, what),))
