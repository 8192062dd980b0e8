"""The live portfolio on DynamoDB, where it is more than one answer holds."""

from decimal import Decimal
from typing import TYPE_CHECKING

from hedge.aws.contract_text import contract_text
from hedge.aws.desk_rows import key_of
from hedge.aws.live_rows import LIVE
from hedge.aws.order_text import order_text
from hedge.aws.portfolios_table import PortfoliosTable
from hedge.model.contract import HedgeContract
from hedge.model.transitions import MOST_LINKED, linked
from tests.contract.hedge_keepers import contract, id_of, order
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ANSWER_BYTES = 1024 * 1024
AT_ONCE = 25


def fully_linked(number: int) -> HedgeContract:
    made = contract(number)
    for one in range(MOST_LINKED):
        made = linked(made, id_of(0xA000 + one), Decimal("1.000"))
    return made


def put(dynamodb: "DynamoDBClient", table: str, texts: dict[str, str]) -> None:
    names = list(texts)
    for start in range(0, len(names), AT_ONCE):
        items = [{**key_of(LIVE, name), "body": {"S": texts[name]}} for name in names[start : start + AT_ONCE]]
        left = dynamodb.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item}} for item in items]})
        assert not left["UnprocessedItems"]


def test_more_than_one_answer_holds_is_read_whole(dynamodb: "DynamoDBClient") -> None:
    table = create(dynamodb, "hedge")
    contracts = {one.id: one for one in map(fully_linked, range(600))}
    orders = {one.id: one for one in map(order, range(50))}
    texts = {f"CONTRACT#{one.id}": contract_text(one) for one in contracts.values()}
    assert sum(map(len, texts.values())) > ANSWER_BYTES
    put(dynamodb, table, {**texts, **{f"ORDER#{one.id}": order_text(one) for one in orders.values()}})
    live = PortfoliosTable(dynamodb, table).live()
    assert live.contracts == contracts
    assert live.orders.keys() == orders.keys()
    assert {one.linked for one in live.orders.values()} == {Decimal(600), Decimal(0)}


def test_there_may_be_nothing_live(dynamodb: "DynamoDBClient") -> None:
    live = PortfoliosTable(dynamodb, create(dynamodb, "hedge")).live()
    assert (live.orders, live.contracts) == ({}, {})
