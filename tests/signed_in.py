"""People who are logged in, as the tables `users` and `sessions` hold them, with a token that is good."""

import uuid
from typing import TYPE_CHECKING

from identity.aws.sessions_table import SessionsTable
from identity.aws.users_table import UsersTable
from identity.model.credential import Credential
from identity.model.refresh_token import RefreshToken
from identity.model.role import Role
from identity.model.session import Session
from identity.model.user import User
from identity.ports.token_signer import TokenSigner
from identity.signing_in.token_issuer import TokenIssuer
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.events_table import EventsTable
from lacre.model.place import Place

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ISSUER = "https://lacre.example.com"
AUDIENCE = "lacre"


def sign_in(client: "DynamoDBClient", signer: TokenSigner, role: Role, place: Place) -> str:
    """The access token of a new user, who has no secret and so cannot log in otherwise."""
    clock, entropy, user_id = SystemClock(), SystemEntropy(), str(uuid.uuid4())
    now = clock.now()
    user = User(user_id, f"user-{user_id[:4]}", "Rui Pessoa", role, place.province, place.district, now)
    session = Session.of(user, RefreshToken.first(str(uuid.uuid4()), entropy), now)
    users, sessions = UsersTable(client, "users"), SessionsTable(client, "sessions")
    credential = Credential(user.id, None, None, None)
    EventsTable(client, "events").append([], [*users.creating(user, credential), sessions.starting(session)])
    return TokenIssuer(signer, ISSUER, AUDIENCE, clock, entropy).issue(session, role)
