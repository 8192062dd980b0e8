"""Guessing: what the login, the change of a secret and the keys record."""

import pytest

from identity.model.role import Role
from lacre.detection.replaying import gathered_by_group
from lacre.detection.subject import Subject
from lacre.model.api_key import new_key
from lacre.recording.catching_up import sum_up_floods
from tests.unit.detection.rules.firing import found, found_among, groups_of, released
from tests.unit.detection.worlds import named
from tests.unit.identity.administration import Administration
from tests.unit.identity.test_first_secret import Made
from tests.unit.identity.test_login_delays import WRONG, wrong_ones
from tests.unit.identity.worlds import IdentityWorld
from tests.unit.ingesting.worlds import FIRST, item, told
from tests.unit.ingesting.worlds import World as Ingesting
from tests.unit.network.test_pos_keys import OTHER_SECRET, read
from tests.unit.network.worlds import ABSENT_ID, NEW_AGENT, NetworkWorld, by, key_of, with_key


def test_five_wrong_pins_are_many_and_four_are_not() -> None:
    world = IdentityWorld()
    user = world.person()
    wrong_ones(world, 4)
    assert groups_of("many_failed_logins", world) == []
    wrong_ones(world, 1)
    assert groups_of("many_failed_logins", world) == [named("entity_id", user.id, "USER").text]


@pytest.mark.parametrize("rule", ["many_failed_logins", "consecutive_failed_logins", "login_spraying"])
def test_names_that_nobody_has_are_no_account(rule: str) -> None:
    world = IdentityWorld()
    for number in range(30):
        world.login(f"nobody{'abcdefghij'[number % 10]}", pin=WRONG)
    world.client.post("/v1/auth/login", json={"no": "body"})
    assert groups_of(rule, world) == []


def test_ten_consecutive_ones_fire_and_a_success_or_a_new_pin_begins_anew() -> None:
    world = IdentityWorld()
    user = world.person()
    wrong_ones(world, 9)
    assert world.login().status_code == 200
    wrong_ones(world, 9)
    assert groups_of("consecutive_failed_logins", world) == []
    wrong_ones(world, 1)
    assert groups_of("consecutive_failed_logins", world) == [named("account", user.id, "USER").text]


def test_a_pin_that_an_administrator_gives_anew_undoes_the_failures() -> None:
    desk = Administration()
    wrong_ones(desk.world, 9, "rui")
    assert desk.ask("POST", "/pin").status_code == 200
    wrong_ones(desk.world, 9, "rui")
    assert groups_of("consecutive_failed_logins", desk.world) == []
    wrong_ones(desk.world, 1, "rui")
    assert groups_of("consecutive_failed_logins", desk.world) == [named("account", desk.rui.id, "USER").text]


def test_attempts_that_come_too_soon_are_not_consecutive_failures() -> None:
    world = IdentityWorld()
    world.person()
    for _ in range(30):
        world.login(pin=WRONG)
    assert len([one for one in world.events if one.outcome == "DENIED"]) == 6
    assert groups_of("consecutive_failed_logins", world) == []


@pytest.mark.parametrize(("accounts", "alerts"), [(9, 0), (10, 1), (30, 1)])
def test_one_pin_tried_on_many_accounts_is_spraying(accounts: int, alerts: int) -> None:
    """Of thirty in a minute ten are only summed up: the twenty suffice."""
    world = IdentityWorld()
    names = [f"person.{'abcdefghijklmnopqrstuvwxyz'[number % 26]}{'xy'[number // 26]}" for number in range(accounts)]
    for name in names:
        world.person(Role.AUDITOR, name)
        assert world.login(name, pin=WRONG).status_code == 401
    assert len(groups_of("login_spraying", world)) == alerts


def test_a_success_after_a_burst_of_failures_is_told_of() -> None:
    world = IdentityWorld()
    user = world.person()
    wrong_ones(world, 4)
    assert world.login().status_code == 200
    assert groups_of("login_after_failures", world) == []
    wrong_ones(world, 5)
    assert world.login().status_code == 200
    ((group, (episode,)),) = found("login_after_failures", world).items()
    assert (group, episode.count) == (named("account", user.id, "USER").text, 6)


def test_wrong_keys_of_a_pos_are_told_of_by_the_pos() -> None:
    world = NetworkWorld()
    pos = world.pos()
    for _ in range(10):
        assert read(world, with_key(key_of(pos.id, OTHER_SECRET))).status_code == 401
    assert groups_of("api_key_refused_repeatedly", world) == [named("entity_id", pos.id, "POS").text]


def test_keys_of_nobody_name_no_holder() -> None:
    world = NetworkWorld()
    world.pos()
    for key in (key_of(ABSENT_ID), new_key("producer", ABSENT_ID, bytes(32)), "no key"):
        for _ in range(15):
            assert world.client.get("/v1/transactions", headers=with_key(key)).status_code in (401, 404)
            assert world.client.get("/v1/pos", headers=with_key(key)).status_code == 401
    assert groups_of("api_key_refused_repeatedly", world) == []


def test_the_first_secret_changed_from_where_the_account_was_made() -> None:
    made = Made("pin")
    assert groups_of("first_secret_changed_by_another", made.desk.world) == []
    assert made.choose(made.session()).status_code == 204
    user_id = made.answer.json()["id"]
    (group,) = groups_of("first_secret_changed_by_another", made.desk.world)
    assert f'"account":"{user_id}"' in group


def test_a_reset_by_an_official_is_not_the_own_change() -> None:
    made = Made("pin")
    user_id = made.answer.json()["id"]
    reset = made.desk.world.client.post(f"/v1/users/{user_id}/pin", headers=made.desk.by_ana)
    assert reset.status_code == 200
    assert groups_of("first_secret_changed_by_another", made.desk.world) == []


def test_wrong_keys_of_a_producer_are_told_of_by_the_producer() -> None:
    world = Ingesting()
    key = new_key("producer", FIRST, OTHER_SECRET)
    for _ in range(10):
        assert world.send(item(1), key=key).status_code == 401
    stored = world.memory.events.rows.values()
    assert list(found_among("api_key_refused_repeatedly", stored)) == [named("entity_id", FIRST, "USER").text]


def test_what_a_producer_claims_blocks_nobody() -> None:
    world = Ingesting()
    refused = {"code": "LOGIN_FAILED", "sentence": "Wrong."}
    claims = {"action": "LOGIN_FAILED", "outcome": "DENIED", "reason": refused, "entity": {"type": "USER", "id": FIRST}}
    sent = world.send(*(item(number, **claims) for number in range(1, 13)))
    assert {status for status, _ in told(sent)} == {201}
    stored = world.memory.events.rows.values()
    assert not found_among("consecutive_failed_logins", stored)
    assert len(found_among("many_failed_logins", stored)) == 1


def test_guesses_that_hide_behind_a_flood_of_invented_names_are_told_of_by_the_flood() -> None:
    world = IdentityWorld()
    person = world.person()
    for _ in range(3):
        for name in (f"nobody.{first}{second}" for first in "abcde" for second in "fghi"):
            world.login(name, pin=WRONG)
        world.login(pin=WRONG)
        world.clock.advance(60)
    assert person.id not in {one.entity_id for one in world.events}
    world.clock.advance(300)
    assert groups_of("login_flood", world) == []
    assert sum_up_floods(world.trail.floods, world.trail.recorder(), world.clock) == 3
    assert groups_of("login_flood", world) == ['{"ip_address":"testclient"}']
    assert groups_of("many_failed_logins", world) == []


def test_the_account_of_a_new_agent_has_a_first_secret_too() -> None:
    world = NetworkWorld()
    account_id = world.client.post("/v1/agents", json=NEW_AGENT, headers=by("clerk")).json()["account_id"]
    subjects = [Subject(one.event.header, one.event.body_bytes) for one in world.trail.events.rows.values()]
    (group,) = gathered_by_group(released("first_secret_changed_by_another"), subjects)
    assert f'"account":"{account_id}"' in group
