"""Wrong keys of a terminal, from the stream to its row of a block: a flood has one, and a dozen has an alert alone."""

from typing import Any

import pytest

from lacre.aws.blocks_table import BlocksTable
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from tests.integration.conftest import Aws
from tests.integration.fraud.wiring import FILTER, Consumer
from tests.streams.mapping import EventSourceMapping
from tests.streams.records import stream_records

POS = "01a1ee56-5e00-75b1-a522-00000000abcd"
ALERT, FLOOD = "api_key_refused_repeatedly", "api_key_flood"


def wrong_key() -> Draft:
    return Draft(
        action="API_KEY_INVALID",
        actor=UNKNOWN_ACTOR,
        source=EventSource.API,
        entity_id=POS,
        entity_type=EntityType.POS,
        ip_address="192.0.2.44",
        outcome=Outcome.DENIED,
        attempted_action="LIST_ENTITIES",
        reason=Reason("API_KEY_INVALID", "The API key is not valid."),
    )


def alerts(aws: Aws) -> dict[str, dict[str, Any]]:
    return {item["rule"]["S"]: item for item in aws.dynamodb.scan(TableName="alerts")["Items"]}


@pytest.mark.parametrize(("times", "rules"), [(12, {ALERT}), (64, {ALERT}), (65, {ALERT, FLOOD})])
def test_only_a_flood_of_wrong_keys_blocks_the_terminal(aws: Aws, times: int, rules: set[str]) -> None:
    consumer = Consumer(aws)
    for _ in range(times):
        consumer.recorder.record([wrong_key()])
    mapping = EventSourceMapping(consumer, FILTER, seed=times)
    mapping.deliver(stream_records("events"))
    mapping.deliver(stream_records("events"))
    assert not mapping.exhausted
    raised = alerts(aws)
    assert raised.keys() == rules
    assert "block_id" not in raised[ALERT]
    block = BlocksTable(aws.dynamodb, "blocks").of_actor(POS)
    if FLOOD not in rules:
        assert block is None
        return
    assert block is not None
    assert (block.rule, block.actor_type) == (FLOOD, "POS")
    assert {"S": block.block_id} == raised[FLOOD]["block_id"]
