"""Which ids of contracts are taken, whatever else lies between them."""

import random
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from hedge.aws.contracts_table import ContractsTable
from lacre.ports.errors import StoreUnavailableError
from tests.contract.hedge_keepers import Desk, contract, desk_of, id_of, order

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NUMBERS = range(40)
ASKED = [id_of(number) for number in range(5)]


@pytest.fixture(params=["memory", "dynamodb"])
def desk(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Desk:
    return desk_of(str(request.param), dynamodb)


def test_others_between_hide_none_and_add_none(desk: Desk) -> None:
    chance = random.Random(16)
    made = {contract(number).id for number in chance.sample(NUMBERS, 25)}
    desk.add(*(contract(number) for number in NUMBERS if contract(number).id in made))
    for size in range(1, len(NUMBERS) + 1):
        asked = [contract(number).id for number in chance.sample(NUMBERS, size)]
        assert desk.contracts.known([*asked, *asked]) == made & {*asked}


def test_ids_on_both_sides_of_all_that_there_are(desk: Desk) -> None:
    desk.add(*(contract(number) for number in NUMBERS))
    far = [id_of(0), id_of(0xFFFFFFFFFFFF)]
    assert desk.contracts.known(far) == set()
    last = contract(NUMBERS[-1]).id
    assert desk.contracts.known([*far, last]) == {last}


def test_an_order_takes_no_id_of_a_contract(desk: Desk) -> None:
    desk.add(order(2), contract(1))
    assert desk.contracts.known([order(2).id, contract(1).id, order(1).id]) == {contract(1).id}


def row(number: int) -> dict[str, Any]:
    return {"sk": {"S": id_of(number)}}


def key(number: int) -> dict[str, Any]:
    return {"pk": {"S": "CONTRACT"}, **row(number)}


@pytest.fixture
def client() -> "DynamoDBClient":
    return boto3.client("dynamodb")


def test_one_query_tells_if_it_comes_to_the_end(client: "DynamoDBClient") -> None:
    asked = {
        "TableName": "hedge",
        "KeyConditionExpression": "pk = :kind AND sk BETWEEN :low AND :high",
        "ExpressionAttributeValues": {":kind": {"S": "CONTRACT"}, ":low": {"S": ASKED[0]}, ":high": {"S": ASKED[-1]}},
        "ProjectionExpression": "sk",
        "ConsistentRead": True,
        "Limit": len(ASKED),
    }
    with Stubber(client) as stub:
        stub.add_response("query", {"Items": [row(3)]}, asked)
        assert ContractsTable(client, "hedge").known(ASKED) == {id_of(3)}


def test_only_what_the_query_did_not_come_to_is_asked_by_key(client: "DynamoDBClient") -> None:
    left = {"hedge": {"Keys": [key(3), key(4)], "ConsistentRead": True}}
    with Stubber(client) as stub:
        stub.add_response("query", {"Items": [row(0), row(2)], "LastEvaluatedKey": key(2)})
        stub.add_response(
            "batch_get_item", {"Responses": {"hedge": [key(4)]}, "UnprocessedKeys": {}}, {"RequestItems": left}
        )
        assert ContractsTable(client, "hedge").known(ASKED) == {id_of(0), id_of(2), id_of(4)}
        stub.assert_no_pending_responses()


@pytest.mark.parametrize("before", [0, 1])
def test_of_a_read_that_failed_nothing_is_told(client: "DynamoDBClient", before: int) -> None:
    with Stubber(client) as stub:
        for _ in range(before):
            stub.add_response("query", {"Items": [row(0)], "LastEvaluatedKey": key(1)})
        failing = "batch_get_item" if before else "query"
        stub.add_client_error(failing, "ProvisionedThroughputExceededException")
        with pytest.raises(StoreUnavailableError):
            ContractsTable(client, "hedge").known(ASKED)


def test_nothing_asked_is_nothing_read(client: "DynamoDBClient") -> None:
    with Stubber(client):
        assert ContractsTable(client, "hedge").known([]) == set()
