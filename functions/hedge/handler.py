"""The hedge function, wired. Importing it opens no connection and makes nothing secret, unique or fresh."""

from fastapi import FastAPI

from functions.hedge.ledger_routers import LedgerKeepers, ledger_routers
from functions.hedge.risk_routers import RiskKeepers, risk_routers
from functions.hedge.settings import Settings
from functions.hedge.trading_routers import TradingKeepers, trading_routers
from hedge.aws.contracts_table import ContractsTable
from hedge.aws.ledger_table import LedgerTable
from hedge.aws.linkages_table import LinkagesTable
from hedge.aws.orders_table import OrdersTable
from hedge.aws.portfolios_table import PortfoliosTable
from hedge.aws.prices_table import PricesTable
from hedge.aws.snapshots_table import SnapshotsTable
from identity.wiring.authenticator import keys_probe, token_authenticator
from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.http.application import create_application
from lacre.wiring.gateway import behind_gateway
from lacre.wiring.trail import events_probe, trail


def application(settings: Settings) -> FastAPI:
    database = clients.dynamodb()
    clock, entropy = SystemClock(), SystemEntropy()
    table = settings.hedge_table
    orders, contracts = OrdersTable(database, table), ContractsTable(database, table)
    prices, ledger = PricesTable(database, table), LedgerTable(database, settings.ledger_table)
    portfolios, snapshots = PortfoliosTable(database, table), SnapshotsTable(database, table)
    trading = TradingKeepers(orders, contracts, LinkagesTable(database, table))
    risk = RiskKeepers(orders, contracts, portfolios, prices, ledger, snapshots)
    return create_application(
        "Lacre: hedge desk",
        trail(settings.trail, token_authenticator(settings.token, database), database, "hedge"),
        [
            *trading_routers(trading, clock, entropy),
            *ledger_routers(LedgerKeepers(contracts, prices, ledger), clock, entropy),
            *risk_routers(risk, clock, entropy),
        ],
        {"events table": events_probe(settings.trail, database), "token keys": keys_probe(settings.token)},
    )


handler = behind_gateway(application(Settings.from_env()))
