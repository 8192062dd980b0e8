"""An alert leaves a closed case for another: told on both sides, in one transaction."""

import pytest

from lacre.investigating.gathered_alerts import GATHERED_AT_ONCE
from lacre.ports.cases import Case
from tests.fakes.found import uuid
from tests.unit.investigating.worlds import World, code

NOTE = {"note": "It was a jammed printer."}


@pytest.fixture
def world() -> World:
    return World()


def closed_case(world: World, *numbers: int) -> str:
    case_id = world.case_of(*(world.raised(number) for number in numbers))
    assert world.post(f"/v1/cases/{case_id}/close", NOTE).status_code == 200
    return case_id


def test_an_alert_of_a_closed_case_joins_another_and_both_tell_so(world: World) -> None:
    former, later = closed_case(world, 1, 2), world.case_of(world.raised(3))
    known = len(world.events)
    answer = world.post(f"/v1/cases/{later}/alerts", {"alert_ids": [uuid(1)]})
    assert answer.json()["alert_ids"] == [uuid(3), uuid(1)]
    assert world.alerts[uuid(1)].case_id == later
    assert (world.alerts[uuid(2)].case_id, world.cases[former].alert_ids) == (former, (uuid(2),))
    assert (world.cases[former].state, world.cases[former].version) == ("closed", 3)
    assert world.told[known:] == [("ALERT_UPDATED", one) for one in (later, uuid(1), former)]
    assert len({one.correlation_id for one in world.events[known:]}) == 1
    of_alert, of_former = (world.body_of(one) for one in world.events[known + 1 :])
    assert (of_alert["before"]["case_id"], of_alert["after"]["case_id"]) == (former, later)
    assert of_former["before"]["alert_ids"] == [uuid(1), uuid(2)]
    assert (of_former["after"]["alert_ids"], of_former["after"]["moved_to"]) == ([uuid(2)], later)


def test_a_case_is_opened_over_what_was_in_closed_ones(world: World) -> None:
    first, second = closed_case(world, 1, 2), closed_case(world, 3)
    case_id = world.case_of(*(world.alerts[uuid(number)] for number in (3, 2, 1)), world.raised(4))
    assert world.cases[case_id].alert_ids == tuple(uuid(number) for number in (3, 2, 1, 4))
    assert [world.cases[one].alert_ids for one in (first, second)] == [(), ()]


def test_what_came_from_a_closed_case_stays_in_the_open_one(world: World) -> None:
    closed_case(world, 1)
    later = world.case_of(world.alerts[uuid(1)])
    answer = world.post("/v1/cases", {"title": "Another", "alert_ids": [uuid(1)]})
    assert code(answer) == (409, "ALERT_IN_A_CASE")
    assert world.alerts[uuid(1)].case_id == later


def test_with_one_of_an_open_case_none_is_moved(world: World) -> None:
    former, other = closed_case(world, 1), world.case_of(world.raised(2))
    assert code(world.post("/v1/cases", {"title": "Both", "alert_ids": [uuid(1), uuid(2)]})) == (409, "ALERT_IN_A_CASE")
    assert (world.events[-1].entity_type, world.events[-1].entity_id) == ("ALERT", uuid(2))
    assert (world.cases[former].alert_ids, world.cases[other].alert_ids) == ((uuid(1),), (uuid(2),))
    assert len(world.cases) == 2


def test_an_alert_whose_case_is_not_there_is_not_moved(world: World) -> None:
    del world.cases[closed_case(world, 1)]
    assert code(world.post("/v1/cases", {"title": "Another", "alert_ids": [uuid(1)]})) == (409, "ALERT_IN_A_CASE")


def test_of_two_who_move_alerts_of_one_case_at_once_one_does(world: World) -> None:
    former = closed_case(world, 1, 2)
    cases = world.console.investigation.cases
    reading, others = cases.find, list[str]()

    def overtaken(case_id: str) -> Case | None:
        found = reading(case_id)
        cases.find = reading  # type: ignore[method-assign]  # the other one is not overtaken in turn
        others.append(world.case_of(world.alerts[uuid(2)]))
        return found

    cases.find = overtaken  # type: ignore[method-assign]  # somebody else is quicker
    assert code(world.post("/v1/cases", {"title": "Another", "alert_ids": [uuid(1)]})) == (409, "CONFLICT")
    assert world.alerts[uuid(1)].case_id == former
    assert (world.cases[former].alert_ids, world.alerts[uuid(2)].case_id) == ((uuid(1),), others[0])
    assert len(world.cases) == 2


def test_as_many_as_go_into_one_transaction_can_each_come_from_a_case_of_its_own(world: World) -> None:
    former = [closed_case(world, number) for number in range(1, GATHERED_AT_ONCE + 1)]
    case_id = world.case_of(*world.alerts.values())
    assert len(world.cases[case_id].alert_ids) == GATHERED_AT_ONCE
    assert {world.cases[one].alert_ids for one in former} == {()}
