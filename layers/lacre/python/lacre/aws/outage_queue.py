"""The outage lane on SQS: drafts wait here while the events table is away."""

from dataclasses import replace
from typing import TYPE_CHECKING

from lacre.aws.draft_message import UnreadableDraftError, from_message, to_message
from lacre.aws.failures import store_failures
from lacre.model.draft import Draft
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.outage import Waiting

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

_RECEIVED_AT_ONCE = 10


class OutageQueue:
    """`OutageLane` and `OutageBacklog`."""

    def __init__(self, client: "SQSClient", url: str, clock: Clock, entropy: Entropy) -> None:
        self._client = client
        self._url = url
        self._clock = clock
        self._entropy = entropy

    def put(self, draft: Draft) -> None:
        # The queue delivers at least once: with an id of its own, an event that comes twice is recorded once.
        event_id = draft.id or uuid7(self._clock.now(), self._entropy.take(ENTROPY_BYTES))
        with store_failures("outage queue"):
            self._client.send_message(QueueUrl=self._url, MessageBody=to_message(replace(draft, id=event_id)))

    def drain(self, batch: int) -> list[Waiting]:
        """At most `batch`, and at most ten, of what waits. Raises StoreUnavailableError.

        A message that holds no draft is told of each time; in the end the queue gives it to the dead letters.
        """
        with store_failures("outage queue"):
            answer = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(batch, _RECEIVED_AT_ONCE),
                # Without a wait only some of the queue's hosts are asked, and a full queue can look empty.
                WaitTimeSeconds=1,
            )
        return [_waiting(message) for message in answer.get("Messages", [])]

    def ack(self, handle: str) -> None:
        """After its draft is recorded. Raises StoreUnavailableError."""
        with store_failures("outage queue"):
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=handle)


def _waiting(message: "MessageTypeDef") -> Waiting:
    try:
        return Waiting(message["ReceiptHandle"], from_message(message["Body"]))
    except UnreadableDraftError:
        return Waiting(message["ReceiptHandle"], None)
