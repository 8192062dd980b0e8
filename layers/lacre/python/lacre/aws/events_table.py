"""The append-only events table: puts under free ids, alone or in one transaction with the state they tell of."""

import random
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lacre.aws.event_item import event_put, from_item, to_item
from lacre.aws.failures import code_of, store_failures
from lacre.aws.transaction import TableWrite, table_write
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import ReceiptedEvent
from lacre.ports.errors import DuplicateEventError, OutcomeUnknownError, StateConflictError, StoreUnavailableError
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

_CONFLICT_PAUSES_S = (0.02, 0.05, 0.1, 0.2)
LAST_ATTEMPT_AFTER_S = 2.0
"""No attempt begins later than this: with the longest call it ends within COMMITTED_WITHIN_MS."""

_REFUSED = "ConditionalCheckFailed"


class EventsTable:
    """`EventAppender` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        try:
            if len(events) == 1 and not writes:
                self._put(events[0])
            else:
                self._transact(events, [table_write(write) for write in writes])
        except OutcomeUnknownError:
            # Every answer was lost: what the table holds now is the truth, if it can be had.
            if not self._holds(events):
                raise

    def event(self, event_id: str) -> ReceiptedEvent | None:
        with store_failures("events table"):
            answer = self._client.get_item(TableName=self._table, Key={"id": {"S": event_id}}, ConsistentRead=True)
        item = answer.get("Item")
        return from_item(item) if item else None

    def _put(self, stored: ReceiptedEvent) -> None:
        with store_failures("events table"):
            try:
                self._client.put_item(
                    TableName=self._table, Item=to_item(stored), ConditionExpression="attribute_not_exists(id)"
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                self._expect_written([stored])

    def _transact(self, events: Sequence[ReceiptedEvent], writes: Sequence[TableWrite]) -> None:
        items = [event_put(self._table, stored) for stored in events] + [write.item for write in writes]
        began = time.monotonic()
        for pause in (0.0, *_CONFLICT_PAUSES_S):
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries, hides nothing
            if time.monotonic() - began > LAST_ATTEMPT_AFTER_S:
                break
            if self._is_committed(events, items):
                return
        raise StoreUnavailableError("events table: TransactionConflict")

    def _is_committed(self, events: Sequence[ReceiptedEvent], items: "Sequence[TransactWriteItemTypeDef]") -> bool:
        """One attempt; False if another transaction was in its way. Raises as `append` does."""
        reasons = self._attempt(items)
        if _REFUSED in reasons[: len(events)]:
            self._expect_written(events)
            return True
        if _REFUSED in reasons:
            raise StateConflictError("the state is no longer what the action was decided on")
        if set(reasons) - {"None", "TransactionConflict"}:
            raise StoreUnavailableError(f"events table: {', '.join(sorted(set(reasons) - {'None'}))}")
        return not reasons

    def _attempt(self, items: "Sequence[TransactWriteItemTypeDef]") -> list[str]:
        """The cancellation's reasons, one for each item; none at all when the transaction went through."""
        with store_failures("events table"):
            try:
                self._client.transact_write_items(TransactItems=items)
            except self._client.exceptions.TransactionCanceledException as cancelled:
                reasons = cancelled.response.get("CancellationReasons", [])
                return [reason.get("Code", "None") for reason in reasons] or ["Unknown"]
            except ClientError as error:
                if code_of(error) != "TransactionInProgressException":
                    raise
                return ["TransactionConflict"]
        return []

    def _expect_written(self, events: Sequence[ReceiptedEvent]) -> None:
        # An answer cut off after the write makes the retry fail its own condition: same bytes mean success.
        if not self._holds(events):
            raise DuplicateEventError("an event with this id is already recorded")

    def _holds(self, events: Sequence[ReceiptedEvent]) -> bool:
        """Whether all of the events are in the table with the same bytes."""
        for stored in events:
            try:
                found = self.event(stored.event.header.id)
            except NotCanonicalError:
                return False
            if found is None or found.event != stored.event:
                return False
        return True
