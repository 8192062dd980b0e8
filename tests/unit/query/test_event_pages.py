"""The page of one event: what is around it, its risk and its alerts, and the proof walked step by step."""

import re
from dataclasses import replace
from itertools import repeat
from typing import Any

import pytest
from fastapi.testclient import TestClient

from functions.query.proof_answers import STRAY_LEAF
from functions.query.views.faults import FAULTS
from lacre.model.actor import Actor
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent, checksum
from lacre.model.vocabulary import ActorType, EntityType, EventSource, Outcome, Severity
from lacre.ports.blocks import Block
from lacre.ports.detection import Alert
from tests.fakes.drafts import CLERK, agent_created
from tests.unit.query.console import Console
from tests.unit.query.test_events import UNKNOWN, ids

ALERT = "0194a000-0000-7000-8000-0000000000a1"


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    return client


def opened(reader: TestClient, event_id: str, **headers: str) -> str:
    answer = reader.get(f"/audit-logs/{event_id}", headers=headers)
    assert answer.status_code == 200
    return answer.text


def alert(**changed: Any) -> Alert:
    named = {"alert_id": ALERT, "rule": "a", "bundle_hash": "b", "windowing_hash": "w", "kind": "k", "title": "Found"}
    about = {"group": "{}", "group_key": "a#0", "entity_type": "USER", "entity_id": CLERK.id, "episode": 1}
    told = {"condition": "c", "action": "MULTIPLE_FAILED_LOGINS", "severity": "HIGH", "finding_id": UNKNOWN}
    times = dict.fromkeys(("raised_at", "window_start", "window_end"), "2026-11-18T11:06:40.000Z")
    return Alert(**{**named, **about, **told, **times, "evidence": (), "evidence_count": 0, **changed})


def test_the_user_agent_and_both_identities_are_links(reader: TestClient, console: Console) -> None:
    (stored,) = console.record(replace(agent_created(1), request={"user_agent": "POS/2.1", "path": "/v1/agents"}))
    page = opened(reader, ids([stored])[0])
    assert "POS/2.1" in page
    assert 'href="../audit-logs?actor_id=u-clerk"' in page
    assert 'href="../audit-logs?actor_id=u-clerk&amp;session_id=s-1&amp;order=asc"' in page


def test_what_one_action_recorded_is_shown_in_order(reader: TestClient, console: Console) -> None:
    drafts = [replace(agent_created(number), entity_id=f"part-{number}") for number in range(3)]
    stored = console.recorder.record(drafts)
    for one in ids(stored):
        page = opened(reader, one)
        shown = re.findall(r'class="timeline".*?</ol>', page, re.DOTALL)[0]
        assert [shown.index(f"part-{number}") for number in range(3)] == sorted(
            shown.index(f"part-{number}") for number in range(3)
        )
        assert shown.count('aria-current="true"') == 1
    assert len(re.findall(r'<span class="offset">−\d+ ms</span>', page)) == 4, "two in the action, two in the session"


def test_a_long_action_is_cut_with_a_way_to_all_of_it(reader: TestClient, console: Console) -> None:
    stored = console.recorder.record([agent_created(number) for number in range(70)])
    page = opened(reader, ids(stored)[35])
    assert page.count('<span class="offset">') == 2 * 50
    assert ("There are earlier ones." in page, "There are later ones." in page) == (True, True)
    assert f'href="../audit-logs?correlation_id={ids(stored)[0]}&amp;order=asc"' in page


def test_events_of_one_millisecond_never_hide_the_one_that_is_shown(reader: TestClient, console: Console) -> None:
    at = console.trail.clock.now()
    console.trail.clock._ticks = repeat(at)
    stored = console.recorder.record([agent_created(number) for number in range(60)])
    for one in (ids(stored)[0], ids(stored)[59]):
        assert opened(reader, one).count('class="this" aria-current="true"') == 2


def test_the_session_is_that_of_the_actor_alone(reader: TestClient, console: Console) -> None:
    other = Actor(ActorType.FUNCIONARIO, "u-other", "Rita", "FUNCIONARIO", "Nampula", "Centro", "s-1")
    stored = console.record(agent_created(1), replace(agent_created(2), actor=other, entity_id="theirs"))
    assert "theirs" not in opened(reader, ids(stored)[0])


def test_denials_and_a_new_address_are_told_with_their_points(reader: TestClient, console: Console) -> None:
    denied = replace(agent_created(1), outcome=Outcome.DENIED)
    stored = console.record(denied, denied, replace(agent_created(2), ip_address="198.51.100.9"))
    page = opened(reader, ids(stored)[2])
    assert "First time this actor is seen from 198.51.100.9" in page
    assert "Denied attempts of this actor in the hour before: 2." in page
    assert '<span class="points">+6</span>' in page


def test_the_risk_is_worded_in_portuguese(reader: TestClient, console: Console) -> None:
    (stored,) = console.record(replace(agent_created(1), outcome=Outcome.DENIED))
    page = opened(reader, ids([stored])[0], **{"Accept-Language": "pt-MZ"})
    assert "A tentativa foi recusada." in page
    assert "The attempt was denied." not in page


def test_alerts_are_linked_by_group_by_name_and_by_block(reader: TestClient, console: Console) -> None:
    failed = Draft("LOGIN_FAILED", CLERK, EventSource.API, "u-1", "192.0.2.7", outcome=Outcome.DENIED)
    told = replace(agent_created(1), after={"alert_id": ALERT})
    stored = console.record(failed, told, agent_created(2))
    kept = console.investigation
    kept.alerts.rows[ALERT] = alert()  # type: ignore[attr-defined]  # the fake's
    assert "This event tells of it" in opened(reader, ids(stored)[1])
    assert "No alert is linked to it." in opened(reader, ids(stored)[2])
    kept.alerts.rows[ALERT] = alert(evidence=(ids(stored)[1],))  # type: ignore[attr-defined]  # the fake's
    page = opened(reader, ids(stored)[1])
    assert "This event is evidence" in page
    assert '<span class="points">+25</span>' in page
    at = "2026-11-18T12:00:00.000Z"
    kept.blocks.place(Block("b", CLERK.id, "USER", "a", ALERT, "why", at, at))  # type: ignore[attr-defined]  # the fake's
    assert "It blocked the actor" in opened(reader, ids(stored)[2])


def test_what_the_detector_found_about_the_actor_is_linked(reader: TestClient, console: Console) -> None:
    found = Draft(
        "SUSPICIOUS_BEHAVIOR_DETECTED",
        Actor(ActorType.SYSTEM, "system:fraud", "the fraud function"),
        EventSource.DETECTOR,
        CLERK.id,
        "system",
        EntityType.USER,
        after={"alert_id": ALERT},
    )
    stored = console.record(agent_created(1), found)
    console.investigation.alerts.rows[ALERT] = alert()  # type: ignore[attr-defined]  # the fake's
    assert "It is about the actor or the entity" in opened(reader, ids(stored)[0])
    assert "This event tells of it" in opened(reader, ids(stored)[1])
    row = console.rows.rows([ids(stored)[1]])[ids(stored)[1]]
    for header in (stored[1].event.header, replace(stored[1].event.header, checksum=checksum(b"no JSON"))):
        console.rows.changed[row.event_id] = replace(row, header=header.encode().decode(), body="no JSON")
        assert "No alert is linked to it." in opened(reader, ids(stored)[0])


def test_an_alert_that_was_benign_weighs_nothing(reader: TestClient, console: Console) -> None:
    (stored,) = console.record(replace(agent_created(1), after={"alert_id": ALERT}))
    found = alert(evidence=tuple(ids([stored])), status="closed", disposition="benign")
    console.investigation.alerts.rows[ALERT] = found  # type: ignore[attr-defined]  # the fake's
    page = opened(reader, ids([stored])[0])
    assert "This event is evidence" in page
    assert "+25" not in page


def test_a_changed_body_tells_nothing_but_that(
    reader: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    event_id = ids(events)[0]
    row = console.rows.rows([event_id])[event_id]
    forged = row.body.replace('"after":{', f'"after":{{"alert_id":"{ALERT}",')
    console.rows.changed[event_id] = replace(row, body=forged)
    console.investigation.alerts.rows[ALERT] = alert()  # type: ignore[attr-defined]  # the fake's
    page = opened(reader, event_id)
    assert "The row is not what was sealed." in page
    assert "No alert is linked to it." in page
    assert "severity-critical" in page


@pytest.mark.parametrize("body", ['{"after":[1],"before":"x"}', "no JSON", "[]", '{"after":{"alert_id":7}}'])
def test_a_row_that_was_forged_whole_hides_nothing(
    reader: TestClient, console: Console, events: list[ReceiptedEvent], body: str
) -> None:
    event_id = ids(events)[0]
    header = replace(events[0].event.header, checksum=checksum(body.encode()), severity=Severity.HIGH)
    row = console.rows.rows([event_id])[event_id]
    console.rows.changed[event_id] = replace(row, header=header.encode().decode(), body=body)
    page = opened(reader, event_id)
    assert "The header is not the one that was sealed." in page
    assert "The row is not what was sealed." in page


def test_verifying_shows_every_step_and_is_recorded(
    reader: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    answer = reader.get(f"/audit-logs/{ids(events)[1]}/verified")
    assert (answer.status_code, answer.text.count("Holds</span>")) == (200, 5)
    assert "Every step holds" in answer.text
    assert console.sealing.log.objects["checkpoint"].decode().split("\n")[2] in answer.text
    assert console.actions[-1] == ("VERIFY_AUDIT", "SUCCEEDED")
    fragment = reader.get(f"/audit-logs/{ids(events)[1]}/verified", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert fragment.count("Holds</span>") == 5


@pytest.mark.parametrize(
    ("name", "steps"),
    [("body", 4), ("header", 2), ("receipt", 4), ("gone", 2), ("keys", 4), ("tile", 4)],
)
def test_a_step_that_does_not_hold_says_so(
    reader: TestClient, console: Console, events: list[ReceiptedEvent], name: str, steps: int
) -> None:
    event_id = ids(events)[0]
    row = console.rows.rows([event_id])[event_id]
    if name in ("body", "header", "receipt"):
        console.rows.changed[event_id] = replace(row, **{name: getattr(row, name)[:-9]})
    elif name == "gone":
        console.rows.changed[event_id] = None
    elif name == "keys":
        console.sealing.log.damage("keys.json", b'{"generations": []}')
    else:
        console.sealing.log.objects["tile/0/000.p/3"] = bytes(96)
    page = reader.get(f"/audit-logs/{event_id}/verified").text
    assert "NOT VERIFIED" in page
    assert page.count("Holds</span>") == steps


@pytest.mark.parametrize(("event", "status"), [(UNKNOWN, 404), ("x", 404), ("unsealed", 409)])
def test_what_cannot_be_verified_is_refused_as_a_page(
    reader: TestClient, events: list[ReceiptedEvent], event: str, status: int
) -> None:
    answer = reader.get(f"/audit-logs/{ids(events)[3] if event == 'unsealed' else event}/verified")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")


def test_what_an_examination_says_is_listed_for_translators() -> None:
    assert STRAY_LEAF in FAULTS


def test_a_system_event_has_no_history(reader: TestClient, console: Console) -> None:
    (stored,) = console.record(replace(agent_created(1), actor=Actor(ActorType.SYSTEM, "system:sweep", "sweep")))
    page = opened(reader, ids([stored])[0])
    assert "First time" not in page
    assert "Nothing of this actor" not in page
