"""The ingest function, wired. Importing it opens no connection and makes nothing secret, unique or fresh."""

from fastapi import FastAPI

from functions.ingest.routes import ingest_router
from functions.ingest.settings import Settings
from identity.authenticating.producer_keys import ProducerKeys
from identity.aws.users_table import UsersTable
from lacre.aws import clients
from lacre.aws.ambient import SystemClock
from lacre.aws.blocks_table import BlocksTable
from lacre.http.application import create_application
from lacre.ingesting.ingest import Ingest
from lacre.wiring.gateway import behind_gateway
from lacre.wiring.trail import events_probe, trail


def application(settings: Settings) -> FastAPI:
    database = clients.dynamodb()
    users, blocks = UsersTable(database, settings.users_table), BlocksTable(database, settings.blocks_table)
    keys = ProducerKeys(users, blocks, SystemClock())
    own_trail = trail(settings.trail, keys, database, "ingest")
    return create_application(
        "Lacre: ingest",
        own_trail,
        [ingest_router(Ingest(own_trail.recorder, own_trail.clock))],
        {"events table": events_probe(settings.trail, database)},
    )


handler = behind_gateway(application(Settings.from_env()))
