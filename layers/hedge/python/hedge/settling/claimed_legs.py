"""What a caller says that a settlement comes to: it is checked, and never taken over."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hedge.figures.settlement import SettledLeg
from hedge.model.amounts import write_money
from hedge.model.ledger import Direction, Leg
from lacre.model.canonical import JsonObject
from lacre.model.redaction import withheld
from lacre.model.refusal import Fault, Ground, Refusal

_LEAST_CARD_NUMBER = Decimal(10) ** 12
"""Card numbers have 13 digits and more, and nothing of one that was put into the wrong field may be kept."""


@dataclass(frozen=True)
class ClaimedLeg:
    leg: Leg
    direction: Direction
    amount: Decimal


def require_derived(claimed: Sequence[ClaimedLeg], derived: Sequence[SettledLeg], at: str = "body.legs") -> None:
    """Raises Refusal INVALID LEGS_DIFFER, with a fault for each member that is not what it has to be."""
    faults = list(_faults(claimed, derived, at))
    if faults:
        raise Refusal(
            Ground.INVALID,
            "LEGS_DIFFER",
            "These legs are not what the settlement comes to.",
            faults=tuple(faults),
            facts={
                "derived": [_told(one, write_money(one.amount)) for one in derived],
                "claimed": [_told(one, _recordable(one.amount)) for one in claimed],
            },
        )


def _told(leg: ClaimedLeg | SettledLeg, amount: str) -> JsonObject:
    return {"leg_id": leg.leg, "direction": leg.direction, "amount": amount}


def _recordable(amount: Decimal) -> str:
    return write_money(amount) if amount < _LEAST_CARD_NUMBER else withheld(str(amount))


def _faults(claimed: Sequence[ClaimedLeg], derived: Sequence[SettledLeg], at: str) -> list[Fault]:
    if sorted(one.leg for one in claimed) != sorted(one.leg for one in derived):
        return [Fault(at, "A settlement has one FIXED and one FLOAT leg.")]
    by_leg = {one.leg: one for one in derived}
    faults: list[Fault] = []
    for index, leg in enumerate(claimed):
        if leg.direction is not by_leg[leg.leg].direction:
            faults.append(Fault(f"{at}.{index}.direction", "Not the direction that follows from the contract."))
        if leg.amount != by_leg[leg.leg].amount:
            faults.append(Fault(f"{at}.{index}.amount", "Not the amount that follows from contract and price."))
    return faults
