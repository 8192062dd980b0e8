"""The network function, wired. Importing it opens no connection and makes nothing secret, unique or fresh."""

from typing import TYPE_CHECKING

from fastapi import FastAPI

from functions.network.accounts import HolderAccounts
from functions.network.entity_routers import EntityKeepers, entity_routers
from functions.network.payment_routers import PaymentKeepers, payment_routers
from functions.network.settings import Settings
from identity.aws.argon2_pins import Argon2Pins
from identity.aws.users_table import UsersTable
from identity.people.open_account import OpenAccount
from identity.people.user_draft import UserMaker
from identity.wiring.authenticator import keys_probe, token_authenticator
from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.blocks_table import BlocksTable
from lacre.http.application import create_application
from lacre.http.by_credential import ByCredential
from lacre.wiring.gateway import behind_gateway
from lacre.wiring.trail import events_probe, trail
from network.aws.agent_rows import AgentForm
from network.aws.entities_table import EntitiesTable, OwnedEntitiesTable
from network.aws.market_rows import MarketForm
from network.aws.merchant_rows import MerchantForm
from network.aws.pos_rows import PosForm
from network.aws.receipts_table import ReceiptsTable
from network.aws.transaction_rows import TransactionForm
from network.aws.uploads_table import UploadsTable
from network.terminals.pos_keys import PosKeys

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def application(settings: Settings) -> FastAPI:
    database = clients.dynamodb()
    clock, entropy = SystemClock(), SystemEntropy()
    entities, payments = _entities(settings, database), _payments(settings, database)
    keys = PosKeys(entities.terminals, BlocksTable(database, settings.token.blocks_table), clock)
    callers = ByCredential(token_authenticator(settings.token, database), keys)
    return create_application(
        "Lacre: network",
        trail(settings.trail, callers, database, "network"),
        [*entity_routers(entities, clock, entropy), *payment_routers(payments, clock, entropy)],
        {"events table": events_probe(settings.trail, database), "token keys": keys_probe(settings.token)},
    )


def _entities(settings: Settings, database: "DynamoDBClient") -> EntityKeepers:
    entropy, table = SystemEntropy(), settings.network_table
    maker = UserMaker(Argon2Pins(), SystemClock(), entropy)
    return EntityKeepers(
        agents=EntitiesTable(database, table, AgentForm()),
        merchants=EntitiesTable(database, table, MerchantForm()),
        markets=EntitiesTable(database, table, MarketForm()),
        terminals=OwnedEntitiesTable(database, table, PosForm()),
        accounts=HolderAccounts(OpenAccount(UsersTable(database, settings.token.users_table), maker, entropy)),
    )


def _payments(settings: Settings, database: "DynamoDBClient") -> PaymentKeepers:
    table = settings.network_table
    return PaymentKeepers(
        terminals=EntitiesTable(database, table, PosForm()),
        transactions=OwnedEntitiesTable(database, table, TransactionForm()),
        receipts=ReceiptsTable(database, table),
        uploads=UploadsTable(database, table),
    )


handler = behind_gateway(application(Settings.from_env()))
