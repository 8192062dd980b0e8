"""The exports table: PK `job_id`; indexes `by_asker` (PK `asked_by`) and `by_listing` (PK `listing`), SK `asked_at`.

A row `ASKER#<person>`, which is in no index, names the exports of one person that had not ended when they last asked.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.export_item import LISTING, from_item, to_item
from lacre.aws.failures import store_failures
from lacre.aws.places_row import places_in, places_key, taking
from lacre.aws.state_index import StateIndex
from lacre.aws.transaction import put_new, put_over, put_over_at_once
from lacre.ports.events import StateWrite
from lacre.ports.exports import ExportState, Job, Places, Progress
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class ExportsTable:
    """`Exports` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._by_asker = StateIndex(client, table, "job_id", "asked_at", "by_asker", "asked_by")
        self._by_listing = StateIndex(client, table, "job_id", "asked_at", "by_listing", "listing")

    def find(self, job_id: str) -> Job | None:
        item = self._item(job_id)
        return from_item(item) if item else None

    def asked(self, by: str | None, after: str | None, limit: int) -> Page[Job]:
        index, key = (self._by_listing, LISTING) if by is None else (self._by_asker, by)
        page = index.newest(key, after, limit)
        return Page([from_item(item) for item in page.items], page.next)

    def adding(self, job: Job) -> StateWrite:
        return put_new(self._table, to_item(job), "job_id")

    def places(self, by: str) -> Places:
        return places_in(self._item(places_key(by)), by)

    def taking(self, places: Places, job: Job) -> StateWrite:
        return taking(self._table, places_key(places.by), places, job.id, job.expires_at)

    def replacing(self, job: Job, version: int) -> StateWrite:
        return put_over(self._table, to_item(job), version)

    def replace(self, job: Job, version: int) -> bool:
        with store_failures("exports table"):
            return put_over_at_once(self._client, self._table, to_item(job), version)

    def tell(self, job_id: str, progress: Progress) -> None:
        with store_failures("exports table"):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key={"job_id": {"S": job_id}},
                    UpdateExpression="SET #leaves = :leaves, #rows = :rows",
                    ConditionExpression="#state = :running",
                    ExpressionAttributeNames={"#leaves": "leaves", "#rows": "rows", "#state": "state"},
                    ExpressionAttributeValues={
                        ":leaves": {"N": str(progress.leaves)},
                        ":rows": {"N": str(progress.rows)},
                        ":running": {"S": ExportState.RUNNING.value},
                    },
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                # It ended, by somebody else's hand: nothing is to be told of it any more.
                return

    def _item(self, key: str) -> Mapping[str, Any] | None:
        with store_failures("exports table"):
            answer = self._client.get_item(TableName=self._table, Key={"job_id": {"S": key}}, ConsistentRead=True)
        return answer.get("Item")
