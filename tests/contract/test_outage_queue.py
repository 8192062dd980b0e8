"""The outage lane on SQS: what is put comes back as it was, until it is acknowledged."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.aws.draft_message import UnreadableDraftError, from_message, to_message
from lacre.aws.outage_queue import OutageQueue
from lacre.model.actor import UNKNOWN_ACTOR, Actor
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import ActorType, EntityType, EventSource, Outcome
from lacre.ports.errors import StoreUnavailableError
from tests.atomic_moto import atomic_moto
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.drafts import agent_created

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
OBJECTS = st.none() | st.dictionaries(TEXTS, TEXTS | st.integers(-9, 9) | st.booleans() | st.lists(TEXTS, max_size=2))
ACTORS = st.just(UNKNOWN_ACTOR) | st.builds(Actor, st.sampled_from(ActorType), TEXTS, TEXTS, province=TEXTS)
DRAFTS = st.builds(
    Draft,
    action=st.just("CREATE_AGENT"),
    actor=ACTORS,
    source=st.sampled_from(EventSource),
    entity_id=TEXTS,
    ip_address=TEXTS,
    entity_type=st.none() | st.sampled_from(EntityType),
    outcome=st.sampled_from(Outcome),
    before=OBJECTS,
    after=OBJECTS,
    request=OBJECTS,
    reason=st.none() | st.builds(Reason, TEXTS, TEXTS),
    occurred_at=st.none() | st.just("2026-11-22T09:30:00.123Z"),
)


@pytest.fixture
def sqs() -> "Iterator[SQSClient]":
    with atomic_moto():
        yield boto3.client("sqs")


def queue_on(sqs: "SQSClient", invisible_s: int = 30) -> OutageQueue:
    url = sqs.create_queue(QueueName="outage", Attributes={"VisibilityTimeout": str(invisible_s)})["QueueUrl"]
    return OutageQueue(sqs, url, TickingClock(), SeededEntropy())


@given(DRAFTS)
def test_a_draft_goes_through_a_message_and_comes_back(draft: Draft) -> None:
    assert from_message(to_message(draft)) == draft


@pytest.mark.parametrize(
    "message", ["", "x", "[]", "{}", '{"draft":{},"form":1}', '{"form":2}', to_message(agent_created(1))[:-1]]
)
def test_another_message_is_unreadable(message: str) -> None:
    with pytest.raises(UnreadableDraftError):
        from_message(message)


def test_what_is_put_is_drained_with_an_id_of_its_own(sqs: "SQSClient") -> None:
    queue = queue_on(sqs)
    for number in range(13):
        queue.put(agent_created(number))
    batches = [queue.drain(10), queue.drain(10), queue.drain(10)]
    assert [len(batch) for batch in batches] == [10, 3, 0]
    drained = [one.draft for batch in batches for one in batch if one.draft]
    assert {draft.entity_id for draft in drained} == {f"a-{number}" for number in range(13)}
    assert len({draft.id for draft in drained}) == 13
    assert all(draft.id is not None and UUID(draft.id).version == 7 for draft in drained)


def test_what_is_not_acknowledged_comes_again_the_same(sqs: "SQSClient") -> None:
    queue = queue_on(sqs, invisible_s=0)
    queue.put(agent_created(1))
    (first,) = queue.drain(1)
    (second,) = queue.drain(1)
    assert first.draft == second.draft
    queue.ack(second.handle)
    assert queue.drain(1) == []


def test_no_more_are_drained_than_wanted(sqs: "SQSClient") -> None:
    queue = queue_on(sqs)
    for number in range(5):
        queue.put(agent_created(number))
    assert len(queue.drain(3)) == 3
    assert len(queue.drain(1)) == 1


def test_what_is_acknowledged_is_gone_and_an_id_that_is_there_is_kept(sqs: "SQSClient") -> None:
    queue = queue_on(sqs)
    draft = replace(agent_created(1), id="01a1ee56-5e00-75b1-a522-4a58b791df00")
    queue.put(draft)
    (drained,) = queue.drain(1)
    assert drained.draft == draft
    queue.ack(drained.handle)
    assert queue.drain(1) == []


def test_a_message_that_is_no_draft_is_told_of_and_hides_no_other(sqs: "SQSClient") -> None:
    queue = queue_on(sqs)
    sqs.send_message(QueueUrl=queue._url, MessageBody="no draft")
    queue.put(agent_created(1))
    assert {one.draft and one.draft.entity_id for one in queue.drain(2)} == {None, "a-1"}


def test_without_the_queue_the_lane_is_unavailable(sqs: "SQSClient") -> None:
    queue = OutageQueue(sqs, "https://sqs.eu-west-1.amazonaws.com/123456789012/absent", TickingClock(), SeededEntropy())
    with pytest.raises(StoreUnavailableError):
        queue.put(agent_created(1))
    with pytest.raises(StoreUnavailableError):
        queue.drain(1)
    with pytest.raises(StoreUnavailableError):
        queue.ack("handle")
