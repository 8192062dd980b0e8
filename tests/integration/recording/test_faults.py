"""Throttled, in conflict, cut off: the caller is told the truth, and nothing is lost or doubled."""

from itertools import repeat

import pytest

from lacre.aws.events_table import EventsTable
from lacre.aws.transaction import put_new
from lacre.ports.errors import DuplicateEventError, OutcomeUnknownError, StateConflictError, StoreUnavailableError
from lacre.ports.events import StateWrite
from tests.fakes.drafts import events
from tests.integration.conftest import Aws
from tests.integration.recording.faults import cancelled, cut_off, refusal, refused

(EVENT,) = events(1)


def count(aws: Aws, table: str) -> int:
    return aws.dynamodb.scan(TableName=table)["Count"]


def agent() -> list[StateWrite]:
    return [put_new("network", {"pk": {"S": "a-1"}}, "pk")]


@pytest.mark.parametrize(
    "code", ["ThrottlingException", "ProvisionedThroughputExceededException", "InternalServerError"]
)
def test_a_table_that_throttles_is_unavailable_and_holds_nothing(aws: Aws, code: str) -> None:
    table = EventsTable(aws.dynamodb, "events")
    with refused(aws.dynamodb, "PutItem", repeat(refusal(code))), pytest.raises(StoreUnavailableError, match=code):
        table.append([EVENT])
    with refused(aws.dynamodb, "TransactWriteItems", repeat(refusal(code))), pytest.raises(StoreUnavailableError):
        table.append([EVENT], agent())
    assert (count(aws, "events"), count(aws, "network")) == (0, 0)


def test_a_transaction_in_conflict_is_tried_again(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    conflicts = iter([cancelled("None", "TransactionConflict")] * 3)
    with refused(aws.dynamodb, "TransactWriteItems", conflicts):
        table.append([EVENT], agent())
    assert (count(aws, "events"), count(aws, "network")) == (1, 1)


def test_a_transaction_in_conflict_for_too_long_is_unavailable_and_holds_nothing(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    forever = repeat(cancelled("None", "TransactionConflict"))
    with refused(aws.dynamodb, "TransactWriteItems", forever), pytest.raises(StoreUnavailableError):
        table.append([EVENT], agent())
    assert (count(aws, "events"), count(aws, "network")) == (0, 0)


def test_a_throttled_part_of_a_transaction_is_unavailable(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    throttled = iter([cancelled("None", "ThrottlingError")])
    with refused(aws.dynamodb, "TransactWriteItems", throttled), pytest.raises(StoreUnavailableError):
        table.append([EVENT], agent())


def test_an_answer_lost_after_a_single_write_counts_as_written(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    with cut_off(aws.dynamodb, "PutItem") as calls:
        table.append([EVENT])
    assert len(calls) == 2, "boto3 tried again, and the condition failed on what the first try had written"
    assert count(aws, "events") == 1


def test_an_answer_lost_after_a_transaction_counts_as_written(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    with cut_off(aws.dynamodb, "TransactWriteItems") as calls:
        table.append([EVENT], agent())
    assert len(calls) == 2
    assert (count(aws, "events"), count(aws, "network")) == (1, 1)


@pytest.mark.parametrize("operation", ["PutItem", "TransactWriteItems"])
def test_when_every_answer_is_lost_the_table_itself_is_asked(aws: Aws, operation: str) -> None:
    table = EventsTable(aws.dynamodb, "events")
    writes = agent() if operation == "TransactWriteItems" else []
    with cut_off(aws.dynamodb, operation, times=100):
        table.append([EVENT], writes)
    assert (count(aws, "events"), count(aws, "network")) == (1, len(writes))


def test_when_the_table_does_not_say_the_outcome_is_unknown(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    silent = cut_off(aws.dynamodb, "GetItem", times=100)
    with cut_off(aws.dynamodb, "PutItem", times=100), silent, pytest.raises(OutcomeUnknownError):
        table.append([EVENT])


def test_a_server_that_fails_in_the_middle_leaves_the_outcome_unknown(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    failing = repeat(refusal("InternalServerError"))
    with refused(aws.dynamodb, "TransactWriteItems", failing), pytest.raises(OutcomeUnknownError):
        table.append([EVENT], agent())


def test_another_event_under_the_id_is_no_success(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    table.append([EVENT])
    aws.dynamodb.update_item(
        TableName="events",
        Key={"id": {"S": EVENT.event.header.id}},
        UpdateExpression="SET body = :forged",
        ExpressionAttributeValues={":forged": {"S": "{}"}},
    )
    with pytest.raises(DuplicateEventError):
        table.append([EVENT])


def test_a_lost_race_writes_neither_state_nor_event(aws: Aws) -> None:
    table = EventsTable(aws.dynamodb, "events")
    table.append([EVENT], agent())
    with pytest.raises(StateConflictError):
        table.append([events(2)[1]], agent())
    assert count(aws, "events") == 1
