"""Creating a hedge contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.model.commodity import Commodity
from hedge.model.contract import FloatConvention, HedgeContract
from hedge.model.legs import ContractLeg, fixed_side_of
from hedge.ports.contracts import Contracts
from hedge.trading.beginnings import Beginnings
from hedge.trading.decided import Decided
from lacre.recording.change import Change


@dataclass(frozen=True, kw_only=True)
class ContractDraft:
    """A contract to be made, in the terms of `hedge.model.contract.HedgeContract`."""

    commodity: Commodity
    quantity: Decimal
    legs: Sequence[ContractLeg]
    fixed_price: Decimal
    convention: FloatConvention
    trade_date: date | None
    settlement_date: date | None


class CreateContract:
    def __init__(self, contracts: Contracts, beginnings: Beginnings) -> None:
        self._contracts = contracts
        self._beginnings = beginnings

    def __call__(self, draft: ContractDraft) -> Decided[HedgeContract]:
        """Raises Refusal INVALID for legs that do not make a contract."""
        fixed_side = fixed_side_of(draft.legs)
        beginning = self._beginnings.now()
        contract = HedgeContract(
            id=beginning.id,
            commodity=draft.commodity,
            quantity=draft.quantity,
            fixed_side=fixed_side,
            fixed_price=draft.fixed_price,
            convention=draft.convention,
            trade_date=draft.trade_date,
            settlement_date=draft.settlement_date,
            created_at=beginning.at,
        )
        writes = self._contracts.adding(contract)
        return Decided(contract, Change(contract.id, after=contract.shown(), writes=writes))
