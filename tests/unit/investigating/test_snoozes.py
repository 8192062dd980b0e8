"""Snoozes over HTTP: a group has one, and whoever puts another in its place has seen the one that stood there."""

import pytest

from lacre.ports.alerts import Snooze
from tests.fakes.found import uuid
from tests.unit.investigating.worlds import World, code

SNOOZE = {"hours": 24, "reason": "The printer of this market jams."}
PATH, OTHER = (f"/v1/alerts/{uuid(number)}" for number in (1, 2))
DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture
def world() -> World:
    """With two alerts of one group."""
    world = World()
    world.raised(1)
    world.raised(2)
    return world


def standing(world: World) -> Snooze:
    (snooze,) = world.snoozes.values()
    return snooze


def test_a_snooze_takes_the_place_of_the_one_that_was_seen_and_the_event_tells_of_both(world: World) -> None:
    world.post(f"{PATH}/snooze", {**SNOOZE, "hours": 168})
    first = standing(world)
    shown = world.get(OTHER, "admin").json()["snooze"]
    assert shown == first.shown(), "it is the group's, whichever alert it was asked for at"
    answer = world.post(f"{OTHER}/snooze", {**SNOOZE, "hours": 1, "replaces": shown["id"]}, who="admin")
    assert answer.status_code == 200
    assert standing(world).until < first.until
    assert answer.json()["snooze"] == standing(world).shown()
    body = world.body_of(world.events[-1])
    assert (body["before"]["snooze"], body["after"]["snooze"]) == (first.shown(), standing(world).shown())


@pytest.mark.parametrize("replaces", [None, uuid(77), "no-id"])
def test_a_snooze_that_was_not_seen_stays(world: World, replaces: str | None) -> None:
    world.post(f"{PATH}/snooze", SNOOZE)
    first = standing(world)
    asked = {**SNOOZE, "hours": 1, "replaces": replaces}
    assert code(world.post(f"{OTHER}/snooze", asked, who="admin")) == (409, "STALE_VERSION")
    assert standing(world) == first
    assert world.alerts[uuid(2)].notes == ()
    assert (world.events[-1].action, world.events[-1].outcome) == ("ALERT_UPDATED", "FAILED")


def test_one_that_is_over_is_none_and_is_replaced_as_none(world: World) -> None:
    world.post(f"{PATH}/snooze", SNOOZE)
    over = standing(world)
    world.console.clock.advance(DAY_MS)
    assert code(world.post(f"{OTHER}/snooze", {**SNOOZE, "replaces": over.snooze_id})) == (409, "STALE_VERSION")
    assert world.post(f"{OTHER}/snooze", SNOOZE).status_code == 200
    assert world.body_of(world.events[-1])["before"]["snooze"] is None


def test_one_cannot_take_the_place_of_what_is_not_there(world: World) -> None:
    assert code(world.post(f"{PATH}/snooze", {**SNOOZE, "replaces": uuid(77)})) == (409, "STALE_VERSION")
    assert world.snoozes == {}


@pytest.mark.parametrize("replaces", ["", "x" * 201, 1, True, {}])
def test_what_it_replaces_is_named_by_a_word(world: World, replaces: object) -> None:
    assert code(world.post(f"{PATH}/snooze", {**SNOOZE, "replaces": replaces})) == (422, "INVALID_INPUT")


@pytest.mark.parametrize("is_muted", [False, True])
def test_of_two_who_snooze_at_different_alerts_of_a_group_at_once_one_does(world: World, is_muted: bool) -> None:
    if is_muted:
        world.raised(3)
        world.post(f"/v1/alerts/{uuid(3)}/snooze", SNOOZE)
    seen = world.get(PATH).json()["snooze"]
    asked = {**SNOOZE, "replaces": seen["id"] if seen else None}
    snoozes = world.console.investigation.snoozes
    reading = snoozes.of_group
    answers: list[int] = []

    def overtaken(group_key: str) -> Snooze | None:
        found = reading(group_key)
        snoozes.of_group = reading  # type: ignore[method-assign]  # the other one is not overtaken in turn
        answers.append(world.post(f"{OTHER}/snooze", {**asked, "hours": 2}, who="admin").status_code)
        return found

    snoozes.of_group = overtaken  # type: ignore[method-assign]  # somebody else is quicker
    assert code(world.post(f"{PATH}/snooze", asked)) == (409, "CONFLICT")
    assert answers == [200]
    assert standing(world).by == "u-admin"
    assert world.alerts[uuid(1)].notes == ()
