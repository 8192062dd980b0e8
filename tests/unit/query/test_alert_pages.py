"""The pages of alerts: what they show, and what their forms do, once and with an event."""

import re
from typing import Any

import pytest

from lacre.model import moment
from lacre.ports.alerts import Snooze
from tests.fakes.found import NOW, uuid
from tests.unit.query.console import ADMIN, AUDITOR
from tests.unit.query.page_world import PageWorld, led, said
from tests.unit.query.test_pages import HOSTILE

NOTE = "The owner came by with the device."


@pytest.fixture
def world() -> PageWorld:
    return PageWorld()


def test_the_list_shows_what_there_is_of_a_state_and_narrows(world: PageWorld) -> None:
    world.raised(1, title="First of all")
    world.raised(2, title="Second", severity="HIGH", muted="snoozed until noon", case_id=uuid(9))
    world.raised(3, title="Done with", status="closed", disposition="benign", owner="u-admin")
    page = world.page("/alerts").text
    assert re.findall(r'<bdi lang="en">([^<]*)</bdi></a>', page) == ["Second", "First of all"]
    assert ("Muted" in page, "In a case" in page, "Done with" in page) == (True, True, False)
    assert "Second" not in world.page("/alerts?severity=CRITICAL&rule=").text
    closed = world.page("/alerts?status=closed").text
    assert ("Done with" in closed, "Benign" in closed, ">Eva Admin</bdi>" in closed) == (True, True, True)
    assert "Acknowledge<" not in closed
    assert world.told == [("READ_ALERTS", "*")] * 3


def test_the_list_goes_on_page_by_page(world: PageWorld) -> None:
    for number in range(1, 6):
        world.raised(number, title=f"Number {number}")
    shown, path = [], "alerts?limit=2&severity=CRITICAL"
    while path:
        page = world.page(f"/{path}").text
        shown += re.findall(r'<bdi lang="en">(Number \d)</bdi>', page)
        following = re.search(r'href="(\?[^"]*)">Older ones', page)
        path = f"alerts{following[1].replace('&amp;', '&')}" if following else ""
    assert shown == [f"Number {number}" for number in (5, 4, 3, 2, 1)]
    assert "Back to the newest" in page


def test_no_alert_is_said_in_a_sentence(world: PageWorld) -> None:
    assert "No alert of this kind" in world.page("/alerts").text
    assert "Take a condition away" in world.page("/alerts?severity=LOW").text


@pytest.mark.parametrize(("query", "code"), [("status=lost", 422), ("cursor=x", 400), ("colour=red", 422)])
def test_what_is_no_list_is_refused_with_a_way_back(world: PageWorld, query: str, code: int) -> None:
    answer = world.page(f"/alerts?{query}")
    assert answer.status_code == code
    assert '<a class="button" href="alerts">' in answer.text


def test_acknowledging_from_the_list_leads_back_to_the_same_list(world: PageWorld) -> None:
    alert = world.raised()
    page = world.page("/alerts?severity=CRITICAL").text
    assert 'name="back" value="alerts?severity=CRITICAL"' in page
    answer = world.send(f"/alerts/{alert.alert_id}/acknowledge", back="alerts?severity=CRITICAL")
    assert led(answer) == (303, "../../alerts?severity=CRITICAL")
    assert (world.alerts[alert.alert_id].status, world.alerts[alert.alert_id].owner) == ("acknowledged", AUDITOR.id)
    assert world.told[-1] == ("ALERT_UPDATED", alert.alert_id)


@pytest.mark.parametrize("back", ["https://other.example.com/", "//other.example.com", "alerts\\..", "javascript:1"])
def test_no_form_leads_to_another_site(world: PageWorld, back: str) -> None:
    alert = world.raised()
    answer = world.send(f"/alerts/{alert.alert_id}/acknowledge", back=back)
    assert led(answer) == (303, f"../../alerts/{alert.alert_id}")


def test_closing_with_a_disposition_and_a_note(world: PageWorld) -> None:
    alert = world.raised()
    answer = world.send(f"/alerts/{alert.alert_id}/close", disposition="benign", note=NOTE)
    assert led(answer) == (303, f"../../alerts/{alert.alert_id}")
    body = world.body_of(world.only_event)
    assert (body["before"]["status"], body["after"]["status"], body["after"]["note"]) == ("open", "closed", NOTE)
    assert body["request"]["body"] == {"version": "1", "disposition": "benign", "note": NOTE}
    page = world.page(f"/alerts/{alert.alert_id}").text
    assert (NOTE in page, "Benign" in page, "Close the alert" in page) == (True, True, False)


@pytest.mark.parametrize(
    "wrong", [{"disposition": "maybe"}, {"disposition": None}, {"note": ""}, {"note": "x" * 201}, {"note": "a\x00b"}]
)
def test_a_form_that_is_not_filled_in_changes_nothing(world: PageWorld, wrong: dict[str, Any]) -> None:
    alert = world.raised()
    answer = world.send(f"/alerts/{alert.alert_id}/close", **{"disposition": "true", "note": NOTE, **wrong})
    assert said(answer) == (422, "INVALID_INPUT")
    assert f'href="../../alerts/{alert.alert_id}"' in answer.text
    assert world.alerts[alert.alert_id].status == "open"


def test_whoever_was_slower_is_told_and_led_back(world: PageWorld) -> None:
    alert = world.raised()
    world.send(f"/alerts/{alert.alert_id}/acknowledge", who="admin")
    for path, fields in (("acknowledge", {}), ("close", {"disposition": "true", "note": NOTE})):
        answer = world.send(f"/alerts/{alert.alert_id}/{path}", **fields)
        assert said(answer) == (409, "STALE_VERSION")
        assert "Somebody else was quicker" in answer.text
        assert f'<a class="button" href="../../alerts/{alert.alert_id}">' in answer.text
    assert world.alerts[alert.alert_id].owner == ADMIN.id


def test_a_snooze_takes_the_place_of_the_one_that_was_shown(world: PageWorld) -> None:
    alert = world.raised()
    path = f"/alerts/{alert.alert_id}"
    assert led(world.send(f"{path}/snooze", hours=4, reason=NOTE)) == (303, f"../../alerts/{alert.alert_id}")
    first = world.snoozes[alert.group_key]
    page = world.page(path).text
    assert (f'name="replaces" value="{first.snooze_id}"' in page, "Snoozed until" in page) == (True, True)
    assert said(world.send(f"{path}/snooze", version=2, hours=8, reason=NOTE)) == (409, "STALE_VERSION")
    world.send(f"{path}/snooze", version=2, hours=8, reason=NOTE, replaces=first.snooze_id)
    assert world.snoozes[alert.group_key].snooze_id != first.snooze_id


def test_a_snooze_that_is_over_is_not_shown(world: PageWorld) -> None:
    alert = world.raised()
    until = moment.to_text(world.console.clock.now())
    world.snoozes[alert.group_key] = Snooze(uuid(7), alert.group_key, until, "u-admin", NOTE, alert.alert_id)
    page = world.page(f"/alerts/{alert.alert_id}").text
    assert ("Snoozed until" in page, "replaces" in page) == (False, False)


@pytest.mark.parametrize("hours", ["0", "169", "one", "1.5"])
def test_a_snooze_has_hours(world: PageWorld, hours: str) -> None:
    alert = world.raised()
    answer = world.send(f"/alerts/{alert.alert_id}/snooze", hours=hours, reason=NOTE)
    assert (said(answer), world.snoozes) == ((422, "INVALID_INPUT"), {})


def test_what_was_found_about_somebody_is_for_another_person(world: PageWorld) -> None:
    alert = world.raised(group='{"entity_id":"u-auditor","entity_id.type":"USER"}', entity_id="u-auditor")
    page = world.page(f"/alerts/{alert.alert_id}").text
    assert "This is about you" in page
    assert not [one for one in ("/acknowledge", "/close", "/snooze") if f"{alert.alert_id}{one}" in page]
    assert "It is about you" in world.page("/alerts").text
    answer = world.send(f"/alerts/{alert.alert_id}/acknowledge")
    assert said(answer) == (403, "SAME_PERSON")
    assert "This is for another person" in answer.text
    assert world.told[-1] == ("UNAUTHORIZED_ACCESS_ATTEMPT", alert.alert_id)
    assert "This is about you" not in world.page(f"/alerts/{alert.alert_id}", "admin").text


def test_the_page_names_the_other_alerts_of_the_group(world: PageWorld) -> None:
    one, other, foreign = world.raised(1), world.raised(2), world.raised(3, group_key="another")
    page = world.page(f"/alerts/{one.alert_id}").text
    assert (f'<a href="{other.alert_id}">' in page, foreign.alert_id in page) == (True, False)


def test_evidence_that_is_gone_is_said_loudly(world: PageWorld) -> None:
    rule = world.console.investigation.rulebook.rules["many_failed_logins"].rule
    alert = world.raised(windowing_hash=rule.windowing_hash)
    page = world.page(f"/alerts/{alert.alert_id}").text
    assert (page.count("Missing or changed"), "Does not fire again" in page) == (5, True)
    other = world.raised(2)
    page = world.page(f"/alerts/{other.alert_id}").text
    assert ("Not tried again" in page, "no longer in force as it was" in page) == (True, True)


def test_the_rule_of_an_alert_and_how_its_group_stands(world: PageWorld) -> None:
    rule = world.console.investigation.rulebook.rules["many_failed_logins"].rule
    group = '{"entity_id":"u-lia","entity_id.type":"USER"}'
    world.raised(1, windowing_hash=rule.windowing_hash, group=group)
    world.raised(2)
    world.raised(3, rule="long_gone", title="A rule of once")
    told = [world.page(f"/alerts/{uuid(number)}/rule").text for number in (1, 2, 3)]
    assert "Nothing is counted of this group" in told[0]
    assert "no longer in force as it was when it fired" in told[1]
    assert ("This rule is no longer in force" in told[2], "A rule of once" in told[2]) == (True, True)


def test_nothing_hostile_runs(world: PageWorld) -> None:
    hostile: dict[str, Any] = {
        "title": HOSTILE,
        "condition": HOSTILE,
        "entity_id": HOSTILE,
        "owner": HOSTILE,
        "muted": HOSTILE,
    }
    alert = world.raised(rule=HOSTILE, action=HOSTILE, **hostile)
    world.blocked(actor_id=HOSTILE, rule=HOSTILE, reason=HOSTILE, alert_id=HOSTILE)
    for path in ("/alerts", f"/alerts/{alert.alert_id}", f"/alerts/{alert.alert_id}/rule", "/blocks"):
        answer = world.page(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        assert "{{ 7 * 7 }}" in answer.text


@pytest.mark.parametrize("path", ["/alerts", f"/alerts/{uuid(1)}", f"/alerts/{uuid(1)}/rule", "/cases", "/blocks"])
def test_who_may_not_is_refused_and_recorded(world: PageWorld, path: str) -> None:
    world.raised()
    assert said(world.page(path, "clerk")) == (403, "ROLE_MISSING")
    assert [one.action for one in world.events] == ["UNAUTHORIZED_ACCESS_ATTEMPT"]


def test_the_page_of_nothing(world: PageWorld) -> None:
    answer = world.page(f"/alerts/{uuid(1)}")
    assert said(answer) == (404, "NO_SUCH_ALERT")
    assert '<a class="button" href="../alerts">' in answer.text


def test_everything_is_there_in_portuguese(world: PageWorld) -> None:
    alert = world.raised(raised_at=moment.to_text(NOW))
    page = world.page(f"/alerts/{alert.alert_id}", language="pt-MZ,pt;q=0.9").text
    assert ("Porque disparou" in page, "Why it fired" in page, '<html lang="pt">' in page) == (True, False, True)
    world.send(f"/alerts/{alert.alert_id}/acknowledge")
    headers = {"Cookie": "lacre_session=auditor", "Accept-Language": "pt"}
    answer = world.client.post(f"/alerts/{alert.alert_id}/close", data={"csrf": "0"}, headers=headers)
    assert "Isto não é válido" in answer.text
