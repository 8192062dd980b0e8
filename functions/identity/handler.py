"""The identity function, wired. Importing it opens no connection and makes nothing secret, unique or fresh."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI

from functions.identity.settings import Settings
from identity.authenticating.own_keys import OwnKeys
from identity.aws.argon2_pins import Argon2Pins
from identity.aws.kms_token_signer import KmsTokenSigner
from identity.aws.secret import StoredSecret
from identity.aws.sessions_table import SessionsTable
from identity.aws.users_table import UsersTable
from identity.http.auth import auth_router
from identity.http.console import console_router
from identity.http.keys import keys_router
from identity.http.users import users_router
from identity.people.bootstrap import Bootstrap
from identity.people.create_user import CreateUser
from identity.people.read_user import ReadUser
from identity.people.user_draft import UserMaker
from identity.signing_in.sign_in import SignIn
from identity.signing_in.sign_out import SignOut
from identity.signing_in.token_issuer import TokenIssuer
from identity.wiring.authenticator import token_authenticator
from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.http.application import create_application
from lacre.wiring.gateway import behind_gateway
from lacre.wiring.trail import events_probe, trail

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def application(settings: Settings) -> FastAPI:
    database = clients.dynamodb()
    signer = KmsTokenSigner(clients.kms(), settings.token_key_id)
    authenticator = token_authenticator(settings.token, database, OwnKeys(signer))

    def key_probe() -> None:
        _ = signer.public_key

    return create_application(
        "Lacre: identity",
        trail(settings.trail, authenticator, database, "identity"),
        _routers(settings, signer, database),
        {"events table": events_probe(settings.trail, database), "token key": key_probe},
    )


def _routers(settings: Settings, signer: KmsTokenSigner, database: "DynamoDBClient") -> list[APIRouter]:
    clock, entropy, pins = SystemClock(), SystemEntropy(), Argon2Pins()
    users = UsersTable(database, settings.users_table)
    sessions = SessionsTable(database, settings.token.sessions_table)
    tokens = TokenIssuer(signer, settings.token.jwt_issuer, settings.token.jwt_audience, clock, entropy)
    sign_in, sign_out = SignIn(users, sessions, pins, tokens, clock, entropy), SignOut(sessions, clock)
    maker = UserMaker(pins, clock, entropy)
    secret = StoredSecret(clients.secrets(), settings.bootstrap_secret_id)
    return [
        auth_router(sign_in, sign_out),
        users_router(Bootstrap(users, secret, maker), CreateUser(users, maker), ReadUser(users)),
        console_router(sign_in, sign_out),
        keys_router(signer),
    ]


handler = behind_gateway(application(Settings.from_env()))
