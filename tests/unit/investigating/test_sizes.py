"""What people write fits: answers Lambda's 6 MB, what is done in one transaction DynamoDB's 4 MB."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from functions.query.alert_answers import explained_answer
from functions.query.case_answers import case_answer
from lacre.aws import event_item
from lacre.aws.alerts_table import AlertsTable
from lacre.aws.cases_table import CasesTable
from lacre.aws.transaction import TableWrite
from lacre.investigating.add_alerts import MAXIMUM_ALERTS, AddAlerts
from lacre.investigating.decided_case import MAXIMUM_NOTES
from lacre.investigating.explain_alert import Explained
from lacre.investigating.gathered_alerts import GATHERED_AT_ONCE, GatherAlerts
from lacre.investigating.read_alert import ReadAlert
from lacre.investigating.read_case import ReadCase
from lacre.model.header import MAXIMUM_BYTES, Header
from lacre.ports.alerts import Snooze
from lacre.ports.cases import Case, CaseState
from lacre.ports.detection import Alert
from tests.fakes.drafts import agent_created
from tests.fakes.found import uuid
from tests.fakes.trail import MemoryTrail
from tests.unit.investigating.largest import EVIDENCE, ID, TEXT, largest_alert, largest_block, largest_case
from tests.unit.investigating.worlds import World

OF_LAMBDA, OF_DYNAMODB, OF_AN_ITEM = 6 * 1024 * 1024, 4 * 1024 * 1024, 400 * 1024
PAGE = 100


def invoked(text: str) -> int:
    """Bytes of the function's answer, which holds the HTTP body as an escaped text."""
    return len(json.dumps({"statusCode": 200, "headers": {}, "body": text}))


def bytes_of(value: Mapping[str, Any]) -> int:
    """Of an item, or of a value of one, at least what DynamoDB counts."""
    ((kind, held),) = value.items()
    match kind:
        case "M":
            return 3 + sum(1 + len(name.encode()) + bytes_of(one) for name, one in held.items())
        case "L":
            return 3 + sum(1 + bytes_of(one) for one in held)
        case _:
            return len(str(held).encode())


@pytest.mark.parametrize("kind", ["alerts", "cases", "blocks"])
def test_a_page_of_the_largest_is_an_answer(kind: str) -> None:
    world = World()
    for number in range(1, PAGE + 1):
        alert, case, block = largest_alert(number), largest_case(number), largest_block(number)
        world.alerts[alert.alert_id], world.cases[case.id], world.blocks[block.actor_id] = alert, case, block
    answer = world.get(f"/v1/{kind}", limit=str(PAGE))
    found = answer.json()[kind]
    assert len(found) == PAGE
    assert invoked(answer.text) < OF_LAMBDA
    if kind != "blocks":
        assert all("notes" not in one and one["note_count"] > MAXIMUM_NOTES for one in found)


def test_the_largest_case_is_an_answer_with_all_its_notes() -> None:
    answer = case_answer(largest_case(1))
    assert len(answer["notes"]) == answer["note_count"]  # type: ignore[arg-type]  # a list in JSON
    assert invoked(json.dumps(answer)) < OF_LAMBDA


def test_the_largest_alert_is_an_answer_with_all_its_notes_and_evidence() -> None:
    plain = MemoryTrail().recorder().prepare(agent_created(1)).event.header
    whole = largest_header(plain)
    alert = largest_alert(1)
    explained = Explained([(one, whole) for one in alert.evidence], alert.evidence[-1], True, None)
    snooze = Snooze(uuid(1), alert.group_key, alert.raised_at, ID, TEXT, alert.alert_id)
    answer = explained_answer(alert, explained, [largest_alert(number) for number in range(2, 12)], snooze)
    assert invoked(json.dumps(answer)) < OF_LAMBDA


def largest_header(plain: Header) -> Header:
    longer = replace(plain, entity_id="")
    whole = replace(longer, entity_id="\U0001d11e" * ((MAXIMUM_BYTES - len(longer.encode())) // 4))
    assert MAXIMUM_BYTES - 4 < len(whole.encode()) <= MAXIMUM_BYTES
    return whole


class KeptAlerts(AlertsTable):
    """The table's own writes, over alerts that are simply there."""

    def __init__(self, rows: Mapping[str, Alert]) -> None:
        self._table = "alerts"
        self._rows = rows

    def find(self, alert_id: str) -> Alert | None:
        return self._rows.get(alert_id)


class KeptCases(CasesTable):
    """The same of cases."""

    def __init__(self, rows: Mapping[str, Case]) -> None:
        self._table = "cases"
        self._rows = rows

    def find(self, case_id: str) -> Case | None:
        return self._rows.get(case_id)


def test_as_many_alerts_as_are_gathered_at_once_go_with_the_cases_that_they_leave_into_one_transaction() -> None:
    numbers = range(1, GATHERED_AT_ONCE + 1)
    alerts = {uuid(one): largest_alert(one, case_id=uuid(100 + one)) for one in numbers}
    into = largest_case(900, MAXIMUM_ALERTS - GATHERED_AT_ONCE)
    former = [
        largest_case(100 + one, state=CaseState.CLOSED, alert_ids=(*(uuid(9),) * (MAXIMUM_ALERTS - 1), uuid(one)))
        for one in numbers
    ]
    cases = KeptCases({one.id: one for one in (into, *former)})
    gather = GatherAlerts(cases, KeptAlerts(alerts), ReadAlert(KeptAlerts(alerts)))
    decided = AddAlerts(cases, ReadCase(cases), gather)(into.id, 1, list(alerts))

    recorder, change = MemoryTrail().recorder(), decided.change
    draft = replace(agent_created(1), action="ALERT_UPDATED", before=change.before, after=change.after)
    drafts = [draft, *(replace(draft, **vars(one)) for one in change.further)]
    items: list[Mapping[str, Any]] = [event_item.to_item(recorder.prepare(one)) for one in drafts]
    items += [write.item["Put"]["Item"] for write in change.writes if isinstance(write, TableWrite)]
    answer = {"body": {"S": json.dumps(case_answer(decided.case), ensure_ascii=False)}}
    sizes = [bytes_of({"M": one}) for one in (*items, answer)]
    assert len(sizes) == 2 * (1 + 2 * GATHERED_AT_ONCE) + 1 <= 100
    assert max(sizes) < OF_AN_ITEM
    assert sum(sizes) < OF_DYNAMODB
    assert len(next(iter(alerts.values())).evidence) == EVIDENCE
