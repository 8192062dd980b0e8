"""Routes of figures, snapshots and scenarios over their ports, whatever keeps what is behind them."""

from dataclasses import dataclass

from fastapi import APIRouter

from hedge.http.cashflow import cashflow_router
from hedge.http.exposures import exposures_router
from hedge.http.mtm import mtm_router
from hedge.http.pl import pl_router
from hedge.http.snapshots import SnapshotUseCases, snapshots_router
from hedge.http.what_if import what_if_router
from hedge.ports.contracts import Contracts
from hedge.ports.ledger import Ledger
from hedge.ports.orders import Orders
from hedge.ports.portfolios import Portfolios
from hedge.ports.prices import Prices
from hedge.ports.snapshots import Snapshots
from hedge.scenarios.run_what_if import RunWhatIf
from hedge.valuing.derive_baseline import DeriveBaseline
from hedge.valuing.derive_pl import DerivePl
from hedge.valuing.find_snapshot import FindSnapshot
from hedge.valuing.mark_to_market import MarkToMarket
from hedge.valuing.read_cashflow import ReadCashflow
from hedge.valuing.read_exposures import ReadExposures
from hedge.valuing.take_snapshot import TakeSnapshot
from lacre.ports.ambient import Clock, Entropy


@dataclass(frozen=True)
class RiskKeepers:
    orders: Orders
    contracts: Contracts
    portfolios: Portfolios
    prices: Prices
    ledger: Ledger
    snapshots: Snapshots


def risk_routers(kept: RiskKeepers, clock: Clock, entropy: Entropy) -> list[APIRouter]:
    mark = MarkToMarket(kept.contracts, kept.orders, kept.prices)
    pl = DerivePl(kept.contracts, kept.orders, kept.prices, kept.ledger)
    snapshots = SnapshotUseCases(
        mark=mark,
        pl=pl,
        baseline=DeriveBaseline(kept.portfolios, kept.prices, kept.ledger),
        take=TakeSnapshot(kept.snapshots, clock, entropy),
        find=FindSnapshot(kept.snapshots),
    )
    return [
        exposures_router(ReadExposures(kept.portfolios)),
        mtm_router(mark),
        pl_router(pl),
        cashflow_router(ReadCashflow(kept.portfolios, kept.prices)),
        snapshots_router(snapshots),
        what_if_router(RunWhatIf(kept.portfolios, kept.contracts, kept.prices, kept.ledger)),
    ]
