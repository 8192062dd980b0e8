"""Events that are evaluated again by their ids: what was quarantined, or lay in a batch that Lambda gave up."""

import pytest

from functions.fraud.feeding import UnknownRequestError
from lacre.aws.events_table import EventsTable
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.signer import LocalSigner
from tests.integration.conftest import Aws
from tests.integration.fraud.conftest import Handler
from tests.integration.fraud.test_fraud_over_moto import alerts, quarantined
from tests.integration.fraud.wiring import failed_login

ABSENT = "00000000-0000-7000-8000-000000000009"


@pytest.fixture
def stored(aws: Aws) -> list[str]:
    """Five failed logins of one account that no delivery brought."""
    clock, entropy = TickingClock(), SeededEntropy()
    recorder = Recorder(
        EventsTable(aws.dynamodb, "events"),
        ReceiptIssuer(LocalSigner("receipt"), clock, entropy),
        clock,
        entropy,
    )
    return [recorder.record([failed_login("ana")])[0].event.header.id for _ in range(5)]


def test_what_is_fed_fires_once(handler: Handler, aws: Aws, stored: list[str]) -> None:
    told = handler({"feed": [*stored, stored[0], ABSENT]}, None)
    (alert,) = alerts(aws)
    assert [one["S"] for one in alert["evidence"]["L"]] == stored
    assert told == {
        "fed": 5,
        "raised": [alert["alert_id"]["S"]],
        "absent": [ABSENT],
        "unreadable": [],
        "set_aside": [],
    }
    again = handler({"feed": stored}, None)
    assert again == {"fed": 5, "raised": [], "absent": [], "unreadable": [], "set_aside": []}
    assert len(alerts(aws)) == 1


def test_a_row_that_is_no_event_any_more_is_told_and_stops_nothing(
    handler: Handler, aws: Aws, stored: list[str]
) -> None:
    aws.dynamodb.update_item(
        TableName="events",
        Key={"id": {"S": stored[4]}},
        UpdateExpression="SET body = :other",
        ExpressionAttributeValues={":other": {"S": "{}"}},
    )
    told = handler({"feed": stored}, None)
    assert told == {"fed": 4, "raised": [], "absent": [], "unreadable": [stored[4]], "set_aside": []}
    assert not alerts(aws)
    assert not quarantined(aws)


@pytest.mark.parametrize(
    "request_", [{}, {"feed": []}, {"feed": ["no id"]}, {"feed": [ABSENT], "more": 1}, {"feed": [ABSENT] * 1001}]
)
def test_anything_else_does_nothing(handler: Handler, aws: Aws, request_: dict[str, object]) -> None:
    with pytest.raises(UnknownRequestError):
        handler(request_, None)
    assert not alerts(aws)
