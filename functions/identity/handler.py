"""The identity function, wired. Importing it opens no connection and makes nothing secret, unique or fresh."""

from typing import TYPE_CHECKING

from fastapi import FastAPI

from functions.identity.movables import NetworkMovables
from functions.identity.routers import Keepers, Means, identity_routers
from functions.identity.settings import Settings
from identity.authenticating.own_keys import OwnKeys
from identity.aws.argon2_pins import Argon2Pins
from identity.aws.jurisdiction_changes_table import JurisdictionChangesTable
from identity.aws.kms_token_signer import KmsTokenSigner
from identity.aws.login_attempts import LoginAttemptsTable
from identity.aws.secret import StoredSecret
from identity.aws.sessions_table import SessionsTable
from identity.aws.users_table import UsersTable
from identity.signing_in.token_issuer import TokenIssuer
from identity.wiring.authenticator import keys_probe, token_authenticator
from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.blocks_table import BlocksTable
from lacre.http.application import Probe, create_application
from lacre.wiring.gateway import behind_gateway
from lacre.wiring.trail import events_probe, trail
from network.aws.agent_rows import AgentForm
from network.aws.entities_table import EntitiesTable
from network.aws.merchant_rows import MerchantForm
from network.aws.pos_rows import PosForm

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def application(settings: Settings) -> FastAPI:
    database = clients.dynamodb()
    signer = KmsTokenSigner(clients.kms(), settings.token_key_id)
    is_outside = settings.token.are_sessions_outside
    # Who issues the tokens has their keys; those of another issuer are published where it says.
    authenticator = token_authenticator(settings.token, database, None if is_outside else OwnKeys(signer))
    keys = keys_probe(settings.token) if is_outside else _key_probe(signer)
    return create_application(
        "Lacre: identity",
        trail(settings.trail, authenticator, database, "identity"),
        identity_routers(_keepers(settings, database), _means(settings, signer), are_sessions_outside=is_outside),
        {"events table": events_probe(settings.trail, database), "token keys": keys},
    )


def _keepers(settings: Settings, database: "DynamoDBClient") -> Keepers:
    table = settings.network_table
    return Keepers(
        users=UsersTable(database, settings.token.users_table),
        sessions=SessionsTable(database, settings.token.sessions_table),
        blocks=BlocksTable(database, settings.token.blocks_table),
        attempts=LoginAttemptsTable(database, settings.trail.counters_table),
        changes=JurisdictionChangesTable(database, settings.jurisdictions_table),
        movables=NetworkMovables(
            EntitiesTable(database, table, AgentForm()),
            EntitiesTable(database, table, MerchantForm()),
            EntitiesTable(database, table, PosForm()),
        ),
        secret=StoredSecret(clients.secrets(), settings.bootstrap_secret_id),
    )


def _means(settings: Settings, signer: KmsTokenSigner) -> Means:
    clock, entropy = SystemClock(), SystemEntropy()
    tokens = TokenIssuer(signer, settings.token.jwt_issuer, settings.token.jwt_audience, clock, entropy)
    return Means(Argon2Pins(), signer, tokens, clock, entropy)


def _key_probe(signer: KmsTokenSigner) -> Probe:
    def probe() -> None:
        _ = signer.public_key

    return probe


handler = behind_gateway(application(Settings.from_env()))
