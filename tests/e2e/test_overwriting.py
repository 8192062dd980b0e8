"""Who overwrites a recorded event all the same is found out at once, and named."""

import time

from infra.local.aws import LocalAws
from infra.local.stack_file import Stack
from tests.e2e.conftest import Login
from tests.e2e.patience import eventually


def test_an_overwritten_event_is_tampering(stack: Stack, login: Login) -> None:
    auditor = login("AUDITOR")
    since = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    table, database = stack["tables"]["events"], LocalAws(stack["endpoint_url"]).dynamodb()
    answer = login("FUNCIONARIO").get("/v1/agents")
    correlation = answer.headers["X-Correlation-Id"]
    proof = f"/v1/audit/events/{correlation}/proof"
    eventually(lambda: auditor.get(proof).status_code == 200)

    before = auditor.get(f"/v1/audit/events/{correlation}").raise_for_status().json()
    assert before["integrity"] == "VERIFIED"
    item = database.get_item(TableName=table, Key={"id": {"S": correlation}})["Item"]
    database.put_item(TableName=table, Item={**item, "body": {"S": item["body"]["S"].replace("listed", "LISTED")}})

    def alarm() -> list[dict[str, str]]:
        query = {"action": "LOG_TAMPERED", "entity_type": "AUDIT", "entity_id": correlation, "start": since}
        page = auditor.get("/v1/audit/events", params=query).raise_for_status().json()
        return [*page["events"], *page["newest"]]

    (finding,) = eventually(alarm)
    assert finding["severity"] == "CRITICAL"
    detail = auditor.get(f"/v1/audit/events/{correlation}").raise_for_status().json()
    assert detail["integrity"] == "CHANGED", "the detail of a changed row says so on every view"
