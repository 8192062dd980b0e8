"""Deep searches in the exports table, whose indexes list them too: by `asked_by` and by `listing`.

Who has how many under way stands in a row as with exports, `DEEP_SEARCH#ASKER#<person>`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.deep_search_item import KIND, from_item, key_of, to_item
from lacre.aws.failures import store_failures
from lacre.aws.places_row import places_in, places_key, taking
from lacre.aws.state_index import StateIndex
from lacre.aws.transaction import put_new, put_over, put_over_at_once
from lacre.ports.deep_searches import DeepSearch
from lacre.ports.events import StateWrite
from lacre.ports.exports import Places
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DeepSearchesTable:
    """`DeepSearches` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._by_asker = StateIndex(client, table, "job_id", "asked_at", "by_asker", "asked_by")
        self._by_listing = StateIndex(client, table, "job_id", "asked_at", "by_listing", "listing")

    def find(self, search_id: str) -> DeepSearch | None:
        item = self._item(key_of(search_id))
        return from_item(item) if item else None

    def asked(self, by: str | None, after: str | None, limit: int) -> Page[DeepSearch]:
        index, key = (self._by_listing, KIND) if by is None else (self._by_asker, key_of(by))
        page = index.newest(key, after, limit)
        return Page([from_item(item) for item in page.items], page.next)

    def adding(self, search: DeepSearch) -> StateWrite:
        return put_new(self._table, to_item(search), "job_id")

    def places(self, by: str) -> Places:
        return places_in(self._item(key_of(places_key(by))), by)

    def taking(self, places: Places, search: DeepSearch) -> StateWrite:
        return taking(self._table, key_of(places_key(places.by)), places, search.id, search.expires_at)

    def replacing(self, search: DeepSearch, version: int) -> StateWrite:
        return put_over(self._table, to_item(search), version)

    def replace(self, search: DeepSearch, version: int) -> bool:
        with store_failures("exports table"):
            return put_over_at_once(self._client, self._table, to_item(search), version)

    def _item(self, key: str) -> Mapping[str, Any] | None:
        with store_failures("exports table"):
            answer = self._client.get_item(TableName=self._table, Key={"job_id": {"S": key}}, ConsistentRead=True)
        return answer.get("Item")
