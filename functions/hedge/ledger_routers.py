"""Routes of prices, settlements and the ledger over their ports, whatever keeps what is behind them."""

from dataclasses import dataclass

from fastapi import APIRouter

from hedge.http.ledger import LedgerUseCases, ledger_router
from hedge.http.prices import PriceUseCases, prices_router
from hedge.http.settlements import settlements_router
from hedge.market.list_prices import ListPrices
from hedge.market.publish_prices import PublishPrices
from hedge.ports.contracts import Contracts
from hedge.ports.ledger import Ledger
from hedge.ports.prices import Prices
from hedge.settling.list_ledger import ListLedger
from hedge.settling.settle_contract import SettleContract
from lacre.ports.ambient import Clock, Entropy


@dataclass(frozen=True)
class LedgerKeepers:
    contracts: Contracts
    prices: Prices
    ledger: Ledger


def ledger_routers(kept: LedgerKeepers, clock: Clock, entropy: Entropy) -> list[APIRouter]:
    prices = PriceUseCases(publish=PublishPrices(kept.prices, clock), list=ListPrices(kept.prices))
    settle = SettleContract(kept.contracts, kept.prices, kept.ledger, clock, entropy)
    ledger = LedgerUseCases(list=ListLedger(kept.ledger), contracts=kept.contracts)
    return [prices_router(prices), settlements_router(settle), ledger_router(ledger)]
