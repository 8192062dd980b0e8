"""The hedge application under uvicorn, each server a process of its own, as another client would meet it."""

import multiprocessing
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from aws_lambda_powertools import Logger
from fastapi import FastAPI

from functions.hedge.ledger_routers import LedgerKeepers, ledger_routers
from functions.hedge.risk_routers import RiskKeepers, risk_routers
from functions.hedge.trading_routers import TradingKeepers, trading_routers
from hedge.aws.contracts_table import ContractsTable
from hedge.aws.ledger_table import LedgerTable
from hedge.aws.linkages_table import LinkagesTable
from hedge.aws.orders_table import OrdersTable
from hedge.aws.portfolios_table import PortfoliosTable
from hedge.aws.prices_table import PricesTable
from hedge.aws.snapshots_table import SnapshotsTable
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.events_table import EventsTable
from lacre.http.application import create_application
from lacre.http.trail import Trail
from lacre.model.actor import Actor
from lacre.model.vocabulary import ActorType
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from lacre.wiring.gateway import spare_what_is_loaded
from tests.bench.hedge_database import own_client
from tests.fakes.answers import MemoryAnswers
from tests.fakes.crash import Steps
from tests.fakes.lanes import MemoryFloods, MemoryLane
from tests.fakes.sealing import MemoryArchive
from tests.fakes.signer import LocalSigner
from tests.fakes.trail import KnownTokens

TOKEN = "auditor"
_AUDITOR = Actor(ActorType.AUDITOR, "u-auditor", "Rui Auditor", "AUDITOR", session_id="s-auditor")


def hedge_application(address: str, ledger_table: str) -> FastAPI:
    """As `functions.hedge.handler` wires it, except that who calls is known by the token and receipts are signed here.

    Each request is recorded in the events table.
    """
    database, clock, entropy = own_client(address), SystemClock(), SystemEntropy()
    orders, contracts = OrdersTable(database, "hedge"), ContractsTable(database, "hedge")
    prices, ledger = PricesTable(database, "hedge"), LedgerTable(database, ledger_table)
    portfolios, snapshots = PortfoliosTable(database, "hedge"), SnapshotsTable(database, "hedge")
    trading = TradingKeepers(orders, contracts, LinkagesTable(database, "hedge"))
    risk = RiskKeepers(orders, contracts, portfolios, prices, ledger, snapshots)
    issuer = ReceiptIssuer(LocalSigner(), clock, entropy)
    trail = Trail(
        recorder=Recorder(EventsTable(database, "events"), issuer, clock, entropy),
        authenticator=KnownTokens({TOKEN: _AUDITOR}),
        floods=MemoryFloods(),
        outage=MemoryLane(),
        answers=MemoryAnswers(),
        attachments=MemoryArchive(Steps()),
        clock=clock,
        logger=Logger(service="bench", level="CRITICAL"),
    )
    routers = [
        *trading_routers(trading, clock, entropy),
        *ledger_routers(LedgerKeepers(contracts, prices, ledger), clock, entropy),
        *risk_routers(risk, clock, entropy),
    ]
    return create_application("Lacre: hedge desk", trail, routers, {})


@contextmanager
def served(make: Callable[[], FastAPI]) -> Iterator[str]:
    """Serve what is made, in a process that ends with the context; gives its address."""
    # It listens from here on: who comes too early waits.
    listening = socket.create_server(("127.0.0.1", 0))
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(make, listening), daemon=True)
    server.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    listening.close()
    try:
        yield address
    finally:
        server.terminate()
        server.join(10)


def _serve(make: Callable[[], FastAPI], listening: socket.socket) -> None:
    app = make()
    spare_what_is_loaded()
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")).run([listening])
