"""The cases table: PK `case_id`; its index `by_state` has PK `state`, SK `opened_at`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.aws.note_list import notes_of, stored_notes
from lacre.aws.state_index import StateIndex
from lacre.aws.transaction import put_new, put_over
from lacre.ports.cases import Case, CaseState
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class CasesTable:
    """`Cases` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table
        self._by_state = StateIndex(client, table, "case_id", "opened_at")

    def find(self, case_id: str) -> Case | None:
        with store_failures("cases table"):
            answer = self._client.get_item(TableName=self._table, Key={"case_id": {"S": case_id}}, ConsistentRead=True)
        item = answer.get("Item")
        return _case(item) if item else None

    def of_state(self, state: CaseState, after: str | None, limit: int) -> Page[Case]:
        page = self._by_state.newest(state.value, after, limit)
        return Page([_case(item) for item in page.items], page.next)

    def adding(self, case: Case) -> StateWrite:
        return put_new(self._table, _item(case), "case_id")

    def replacing(self, case: Case, version: int) -> StateWrite:
        return put_over(self._table, _item(case), version)


def _item(case: Case) -> dict[str, Any]:
    return {
        "case_id": {"S": case.id},
        "title": {"S": case.title},
        "state": {"S": case.state.value},
        "owner": {"S": case.owner},
        "opened_by": {"S": case.opened_by},
        "opened_at": {"S": case.opened_at},
        "alert_ids": {"L": [{"S": alert_id} for alert_id in case.alert_ids]},
        "notes": stored_notes(case.notes),
        "version": {"N": str(case.version)},
        **({"closed_at": {"S": case.closed_at}} if case.closed_at else {}),
    }


def _case(item: Mapping[str, Any]) -> Case:
    return Case(
        id=item["case_id"]["S"],
        title=item["title"]["S"],
        opened_at=item["opened_at"]["S"],
        opened_by=item["opened_by"]["S"],
        owner=item["owner"]["S"],
        alert_ids=tuple(entry["S"] for entry in item["alert_ids"]["L"]),
        notes=notes_of(item["notes"]),
        state=CaseState(item["state"]["S"]),
        closed_at=item["closed_at"]["S"] if "closed_at" in item else None,
        version=int(item["version"]["N"]),
    )
