"""The pages of cases: what they show, and what their forms do, once and with an event."""

import re

import pytest

from lacre.investigating.add_alerts import MAXIMUM_ALERTS
from lacre.ports.cases import Case, CaseState
from tests.fakes.found import uuid
from tests.unit.query.console import ADMIN, AUDITOR
from tests.unit.query.page_world import PageWorld, led, said
from tests.unit.query.test_pages import HOSTILE

TITLE, NOTE = "Logins in Centro", "Asked the district's office."
OPENED = "2026-11-22T08:00:00.000Z"


@pytest.fixture
def world() -> PageWorld:
    return PageWorld()


def opened(world: PageWorld) -> str:
    """Over one alert, by the auditor, from the alert's page."""
    alert = world.raised()
    status, location = led(world.send(f"/alerts/{alert.alert_id}/case", title=TITLE, version=None))
    case_id = location.rpartition("/")[2]
    assert (status, location) == (303, f"../../cases/{case_id}")
    return case_id


def test_a_case_is_opened_from_an_alert(world: PageWorld) -> None:
    case_id = opened(world)
    assert world.told == [("ALERT_UPDATED", case_id), ("ALERT_UPDATED", uuid(1))]
    assert (world.cases[case_id].title, world.cases[case_id].owner) == (TITLE, AUDITOR.id)
    page = world.page(f"/alerts/{uuid(1)}").text
    assert f'<a href="../cases/{case_id}"><bdi>{TITLE}</bdi></a>' in page
    assert "Title of a new case" not in page
    again = world.send(f"/alerts/{uuid(1)}/case", title=TITLE, version=None)
    assert said(again) == (409, "ALERT_IN_A_CASE")
    assert (f'href="../../alerts/{uuid(1)}"' in again.text, len(world.cases)) == (True, 1)


def test_the_list_shows_the_cases_of_a_state(world: PageWorld) -> None:
    assert "No case here" in world.page("/cases").text
    case_id = opened(world)
    page = world.page("/cases").text
    assert (f'<a href="cases/{case_id}"><bdi>{TITLE}</bdi></a>' in page, ">Rui Auditor</bdi>" in page) == (True, True)
    assert "No case here" in world.page("/cases?state=closed").text
    assert said(world.page("/cases?state=lost")) == (422, "INVALID_INPUT")


def test_the_list_goes_on_page_by_page(world: PageWorld) -> None:
    for number in range(3):
        world.cases[uuid(number)] = Case(uuid(number), f"Number {number}", OPENED, "u-admin", "u-admin", ())
    shown, path = [], "cases?limit=2"
    while path:
        page = world.page(f"/{path}").text
        shown += re.findall(r"<bdi>(Number \d)</bdi>", page)
        following = re.search(r'href="(\?[^"]*)">Older ones', page)
        path = f"cases{following[1].replace('&amp;', '&')}" if following else ""
    assert shown == ["Number 2", "Number 1", "Number 0"]


def test_the_alerts_of_a_full_case_are_read_at_once_and_shown_in_their_order(
    world: PageWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_by_one(_: str) -> None:
        raise AssertionError("a case of a hundred alerts would take a hundred reads")

    numbers = [(number * 37) % MAXIMUM_ALERTS for number in range(MAXIMUM_ALERTS)]
    ids = [world.raised(number, case_id=uuid(9_000)).alert_id for number in numbers]
    world.cases[uuid(9_000)] = Case(uuid(9_000), TITLE, OPENED, "u-admin", "u-admin", tuple(ids))
    del world.alerts[ids[50]]
    monkeypatch.setattr(world.console.investigation.alerts, "find", one_by_one)
    page = world.page(f"/cases/{uuid(9_000)}").text
    assert list(dict.fromkeys(re.findall(r'href="\.\./alerts/([0-9a-f-]{36})"', page))) == ids[:50] + ids[51:]


def test_an_alert_is_added_from_the_case_and_from_the_alert(world: PageWorld) -> None:
    case_id = opened(world)
    second, third = world.raised(2), world.raised(3, status="acknowledged")
    page = world.page(f"/cases/{case_id}").text
    assert {second.alert_id, third.alert_id} == set(re.findall(r'name="alert_id" value="([^"]*)"', page))
    added = world.send(f"/cases/{case_id}/alerts", alert_id=second.alert_id)
    assert led(added) == (303, f"../../cases/{case_id}")
    page = world.page(f"/alerts/{third.alert_id}").text
    assert (f'action="../cases/{case_id}/alerts"' in page, 'name="version" value="2"' in page) == (True, True)
    back = f"alerts/{third.alert_id}"
    added = world.send(f"/cases/{case_id}/alerts", version=2, alert_id=third.alert_id, back=back)
    assert led(added) == (303, f"../../{back}")
    assert world.cases[case_id].alert_ids == (uuid(1), uuid(2), uuid(3))


def test_a_full_case_takes_no_other(world: PageWorld) -> None:
    case_id = opened(world)
    full = tuple(uuid(10 + number) for number in range(MAXIMUM_ALERTS))
    world.cases[case_id] = Case(case_id, TITLE, OPENED, AUDITOR.id, AUDITOR.id, full)
    answer = world.send(f"/cases/{case_id}/alerts", alert_id=world.raised(2).alert_id)
    assert said(answer) == (409, "CASE_FULL")
    assert "The case is full" in answer.text


def test_notes_are_written_and_shown(world: PageWorld) -> None:
    case_id = opened(world)
    assert led(world.send(f"/cases/{case_id}/notes", note=NOTE)) == (303, f"../../cases/{case_id}")
    assert NOTE.replace("'", "&#39;") in world.page(f"/cases/{case_id}").text
    assert said(world.send(f"/cases/{case_id}/notes", note=NOTE)) == (409, "STALE_VERSION")
    assert len(world.cases[case_id].notes) == 1


def test_a_case_is_taken_over_and_given_to_who_may_have_it(world: PageWorld) -> None:
    case_id = opened(world)
    assert "Take it over" not in world.page(f"/cases/{case_id}").text
    assert "Take it over" in world.page(f"/cases/{case_id}", "admin").text
    world.send(f"/cases/{case_id}/owner", who="admin", owner=ADMIN.id)
    assert world.cases[case_id].owner == ADMIN.id
    for owner, code in (("u-clerk", "NOT_AN_OWNER"), (ADMIN.id, "ALREADY_OWNER")):
        assert said(world.send(f"/cases/{case_id}/owner", version=2, owner=owner)) == (409, code)
    world.send(f"/cases/{case_id}/owner", version=2, owner=AUDITOR.id)
    assert world.cases[case_id].owner == AUDITOR.id


def test_a_closed_case_is_only_read(world: PageWorld) -> None:
    case_id = opened(world)
    assert led(world.send(f"/cases/{case_id}/close", note=NOTE)) == (303, f"../../cases/{case_id}")
    assert world.cases[case_id].state is CaseState.CLOSED
    page = world.page(f"/cases/{case_id}").text
    assert ("This case is closed" in page, f'action="{case_id}/' in page) == (True, False)
    answer = world.send(f"/cases/{case_id}/notes", version=2, note=NOTE)
    assert (said(answer), "This case is closed." in answer.text) == ((409, "CASE_CLOSED"), True)
    page = world.page(f"/alerts/{uuid(1)}").text
    assert ("Closed" in page, "Title of a new case" in page) == (True, True)


def test_nothing_hostile_runs(world: PageWorld) -> None:
    world.cases[uuid(5)] = Case(uuid(5), HOSTILE, OPENED, HOSTILE, HOSTILE, (uuid(1),))
    world.raised(1, title=HOSTILE, entity_id=HOSTILE)
    for path in ("/cases", f"/cases/{uuid(5)}"):
        page = world.page(path).text
        assert ("<script>alert" in page, "<img src=x" in page, "{{ 7 * 7 }}" in page) == (False, False, True)


def test_the_page_of_nothing(world: PageWorld) -> None:
    answer = world.page(f"/cases/{uuid(1)}")
    assert (said(answer), '<a class="button" href="../cases">' in answer.text) == ((404, "NO_SUCH_CASE"), True)
