"""From what people and machines do by the functions' handlers to what the fraud function finds of it."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import boto3
import pytest

from lacre.aws.ambient import SystemClock
from lacre.aws.stream_record import decode
from lacre.detection.bundle import load_bundle
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.subject import Subject
from lacre.model.api_key import new_key, read_key
from lacre.model.header import Header
from tests.integration.http.conftest import Cloud
from tests.integration.http.gateway import Answer, call, payload
from tests.integration.http.test_network_function import first_login
from tests.integration.http.test_sync import item, upload
from tests.streams.records import stream_records
from tests.tables import create

pytestmark = pytest.mark.usefixtures("cheap_pins")
Deliver = Callable[[], None]
A_MINUTES_DENIALS = 15
"""From one address; of more than twenty in a minute only the sum is recorded."""


@pytest.fixture
def deliver(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Deliver:
    """Gives the fraud function all that the events table's stream holds by now."""
    for table in ("windows", "alerts"):
        create(cloud.dynamodb, table)
        monkeypatch.setenv(f"{table.upper()}_TABLE", table)
    boto3.client("s3").create_bucket(Bucket="failures", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    monkeypatch.setenv("FAILURES_BUCKET", "failures")
    monkeypatch.setenv("TRADING_ZONE", "Africa/Maputo")
    fraud = cloud.load("fraud")

    def deliver() -> None:
        fraud({"Records": stream_records("events")}, None)

    return deliver


@pytest.fixture
def admin(cloud: Cloud) -> str:
    cloud.bootstrap()
    return cloud.login()


def made(cloud: Cloud, name: str, token: str, body: object = ...) -> Any:
    answer = call(cloud.network, payload(f"network_{name}", token=token, body=body))
    assert answer.status == 201, answer.text
    return answer.json


def printed(cloud: Cloud, transaction_id: str, *, key: str | None = None, token: str | None = None) -> Answer:
    """A copy by the POS of the key, or by the account of the token."""
    asked = payload("network_print_receipt", entity=transaction_id, key=key)
    if token is not None:
        for headers, value in (
            (asked["headers"], f"Bearer {token}"),
            (asked["multiValueHeaders"], [f"Bearer {token}"]),
        ):
            del headers["X-Api-Key"]
            headers["Authorization"] = value
    return call(cloud.network, asked)


def findings(cloud: Cloud) -> list[Header]:
    return [one for one in cloud.events if one.severity == "CRITICAL" and one.source == "DETECTOR"]


def test_copies_by_a_pos_and_by_the_account_of_its_agent_add_up(cloud: Cloud, admin: str, deliver: Deliver) -> None:
    agent = made(cloud, "create_agent", admin)
    ids = {
        "agent_id": agent["id"],
        "merchant_id": made(cloud, "create_merchant", admin)["id"],
        "market_id": made(cloud, "create_market", admin)["id"],
    }
    key = made(cloud, "create_pos", admin, {"label": "POS 1", **ids})["api_key"]
    account = first_login(cloud, agent["account"])
    paid = call(cloud.network, payload("network_transaction", key=key)).json
    for by in ({"key": key}, {"token": account}, {"key": key}, {"token": account}):
        assert printed(cloud, paid["id"], **by).status == 201
    deliver()
    assert findings(cloud) == []
    assert printed(cloud, paid["id"], key=key).status == 201
    deliver()
    (finding,) = findings(cloud)
    assert (finding.entity_type, finding.entity_id) == ("RECEIPT", paid["receipt"]["id"])
    (alert,) = cloud.rows("alerts")
    group = json.loads(alert["group"]["S"])
    assert (group["printer"], group["printer.type"]) == (agent["id"], "AGENT")
    for _ in range(3):
        other = call(cloud.network, payload("network_transaction", key=key)).json
        assert printed(cloud, other["id"], token=account).status == 201
    deliver()
    assert ("AGENT", agent["id"]) in {(one.entity_type, one.entity_id) for one in findings(cloud)}


def test_what_a_large_upload_tells_of_each_payment_comes_with_the_stream(
    cloud: Cloud, admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its body became an attachment: only the request is elsewhere, what became of it is in the events."""
    key = cloud.terminal(admin)
    # An upload has a deadline, and a machine its load: time passes with each look at the clock.
    ticks = count(SystemClock().now())
    monkeypatch.setattr(SystemClock, "now", lambda _: next(ticks))
    upload(cloud, key, [item(number, print_receipt=True, description="x" * 190) for number in range(1, 251)])
    events = [decode(record).event.event for record in stream_records("events")]
    (whole,) = [one for one in events if one.header.action == "OFFLINE_SYNC"]
    assert b'"request":{"body":{"attachment":"' in whole.body_bytes
    subjects = [Subject(one.header, one.body_bytes) for one in events]
    told = [one for one in subjects if one.header.action in ("TRANSACTION_CREATED", "RECEIPT_PRINTED")]
    assert len(told) == 500
    assert None not in {one.value("after.agent_id") for one in told}


def guess(cloud: Cloud, key: str) -> None:
    """As many wrong keys as block whom they name, from several addresses."""
    (rule,) = [one for one in load_bundle().rules if one.name == "api_key_flood"]
    kind, presented = rule.windowing.kind, read_key(key)
    assert isinstance(kind, EventCount)
    assert presented is not None
    function, name = (
        (cloud.ingest, "ingest_events") if presented.kind == "producer" else (cloud.network, "network_sync")
    )
    wrong = new_key(presented.kind, presented.holder_id, bytes(32))
    for turn in range(kind.threshold):
        address = f"192.0.2.{turn // A_MINUTES_DENIALS + 1}"
        assert call(function, payload(name, key=wrong, address=address)).status == 401


@pytest.mark.parametrize("entity_type", ["USER", "POS"])
def test_wrong_keys_block_exactly_whom_they_name(cloud: Cloud, admin: str, deliver: Deliver, entity_type: str) -> None:
    keys = {"USER": cloud.producer(admin), "POS": cloud.terminal(admin)}
    guess(cloud, keys[entity_type])
    deliver()
    holder = read_key(keys[entity_type])
    assert holder is not None
    assert {(one.entity_type, one.entity_id) for one in findings(cloud)} == {(entity_type, holder.holder_id)}
    (block,) = cloud.rows("blocks")
    assert (block["actor_type"]["S"], block["actor_id"]["S"]) == (entity_type, holder.holder_id)
    answers = {
        "USER": call(cloud.ingest, payload("ingest_events", key=keys["USER"])),
        "POS": call(cloud.network, payload("network_transaction", key=keys["POS"])),
    }
    for name, answer in answers.items():
        is_blocked = (answer.status, answer.json.get("code")) == (403, "ACTOR_BLOCKED")
        assert is_blocked is (name == entity_type), answer.text
