"""The specification's worked example, from the gateway's events to the tables and back, on either engine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from identity.model.role import Role
from lacre.aws import clients
from tests.api.cloud import ENVIRONMENT, load, own_loop
from tests.api.gateway import send
from tests.api.hedge_example import Desk, play
from tests.api.issuer import issuing, token_signer
from tests.api.operation import Caller
from tests.api.targets import HOME
from tests.fakes.kms import LocalKms
from tests.signed_in import sign_in
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLES = ("events", "users", "sessions", "blocks", "counters", "answers", "hedge", "ledger")
ROLES = {Caller.TRADER: Role.TRADER, Caller.RISK_MANAGER: Role.RISK_MANAGER}


@pytest.fixture
def desk(dynamodb: "DynamoDBClient", monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for table in TABLES:
        create(dynamodb, table)
    with issuing() as jwks_url, own_loop():
        queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/outage"
        for name, value in {**ENVIRONMENT, "JWKS_URL": jwks_url, "OUTAGE_QUEUE_URL": queue}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(clients, "dynamodb", lambda: dynamodb)
        monkeypatch.setattr(clients, "kms", LocalKms)
        handler = load("hedge")
        tokens = {who: sign_in(dynamodb, token_signer(), role, HOME) for who, role in ROLES.items()}
        credentials = {who: {"Authorization": f"Bearer {token}"} for who, token in tokens.items()}
        yield Desk(lambda request: send(handler, request), credentials)


def test_it_holds_to_the_last_digit_on_dynamodb(desk: Desk, dynamodb: "DynamoDBClient") -> None:
    play(desk)
    count = dynamodb.scan(TableName="events", Select="COUNT", ConsistentRead=True)["Count"]
    assert count >= desk.sent, "each request is recorded"
