"""Guessing: counted before it is checked, delayed, locked; alike for names that nobody has."""

import json
from collections.abc import Callable

import pytest

from identity.model.attempts import FREE, KEPT_S, LOCKED_MS, LOCKING, Attempts
from identity.model.role import Role
from tests.unit.identity.worlds import PIN, IdentityWorld

WRONG = "000000"


def wrong_ones(world: IdentityWorld, count: int, username: str = "ana") -> None:
    """So many failures, each as soon as it is taken."""
    for _ in range(count):
        answer = world.login(username, pin=WRONG)
        assert answer.status_code == 401
        now = world.clock.now()
        world.clock.advance(-(-world.attempts.find(username, now).wait_ms(now) // 1000))


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 0), (5, 0), (6, 2), (7, 4), (8, 8), (9, 16), (10, 1800), (11, 1800)]
)
def test_the_delay_grows_and_the_tenth_locks(failures: int, seconds: int) -> None:
    attempts = Attempts()
    for _ in range(failures):
        attempts = attempts.one_more(1_000)
    assert (attempts.failures, attempts.wait_ms(1_000)) == (failures, seconds * 1000)
    assert attempts.wait_ms(1_000 + seconds * 1000) == 0


def test_free_ones_delay_nobody_whose_clock_is_behind() -> None:
    attempts = Attempts()
    for _ in range(FREE):
        attempts = attempts.one_more(1_000)
        assert attempts.wait_ms(400) == 0
    assert attempts.one_more(1_000).wait_ms(400) == 2_600


@pytest.mark.parametrize("username", ["ana", "nobody"])
def test_too_soon_is_refused_alike_for_every_name(username: str) -> None:
    world = IdentityWorld()
    user = world.person()
    for _ in range(FREE + 1):
        assert world.login(username, pin=WRONG).status_code == 401
    world.trail.events.rows.clear()
    for pin in (WRONG, PIN):
        answer = world.login(username, pin=pin)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
        assert answer.json()["code"] == "LOGIN_DELAYED"
    event = world.events[0]
    assert (event.action, event.outcome, event.actor_id) == ("LOGIN_FAILED", "FAILED", "unknown")
    assert event.entity_id == (user.id if username == "ana" else "unknown")
    assert world.body_of(event)["after"] == {"failures": FREE + 1}
    assert world.attempts.find(username, world.clock.now()).failures == FREE + 1, "what is refused is not counted"


def test_too_soon_costs_no_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    world = IdentityWorld()
    world.person()
    wrong_ones(world, LOCKING)
    world.attempts.rows["ana"] = (Attempts(LOCKING, world.clock.now() + LOCKED_MS, 10), world.clock.now())
    from tests.unit.identity import worlds

    monkeypatch.setattr(worlds.CHEAP_PINS, "matches", lambda *_: pytest.fail("no guess is checked"))
    assert world.login().status_code == 429


def test_ten_in_a_row_lock_for_half_an_hour_even_the_right_pin() -> None:
    world = IdentityWorld()
    world.person()
    wrong_ones(world, LOCKING - 1)
    assert world.login(pin=WRONG).status_code == 401
    answer = world.login()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1800")
    world.clock.advance(LOCKED_MS // 1000)
    assert world.login().status_code == 200


def test_after_a_lock_one_more_failure_locks_again() -> None:
    world = IdentityWorld()
    world.person()
    wrong_ones(world, LOCKING)
    assert world.login(pin=WRONG).status_code == 401
    assert world.login().headers["Retry-After"] == "1800"


def test_success_begins_anew() -> None:
    world = IdentityWorld()
    world.person()
    for _ in range(3):
        wrong_ones(world, FREE)
        assert world.login().status_code == 200
        assert world.attempts.find("ana", world.clock.now()).failures == 0


def test_a_day_later_failures_are_forgotten() -> None:
    world = IdentityWorld()
    world.person()
    wrong_ones(world, FREE)
    world.clock.advance(KEPT_S + 1)
    wrong_ones(world, FREE)
    assert world.login().status_code == 200


def test_names_are_counted_apart() -> None:
    world = IdentityWorld()
    world.person()
    world.person(Role.AUDITOR, "rui")
    wrong_ones(world, LOCKING, "ana")
    assert world.login("rui").status_code == 200


@pytest.mark.parametrize("username", ["Ana", "482913112233", "", "a" * 200])
def test_what_is_no_user_name_is_kept_in_no_counter(username: str) -> None:
    world = IdentityWorld()
    for _ in range(LOCKING + 1):
        assert world.login(username, pin=WRONG).status_code == 401
    assert not world.attempts.rows


def test_of_guesses_at_once_none_slips_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty at the same moment, each looking before any of the others was counted."""
    world = IdentityWorld()
    world.person()
    checked: list[str] = []
    count, waiting = world.attempts.count, [f"{number:06d}" for number in range(1, 20)]

    def overtaken(username: str, attempts: Attempts, version: int) -> bool:
        if waiting:
            # While one is between its look and its write, the next one comes, and so on to the last.
            checked.append(str(world.login(pin=waiting.pop()).status_code))
        return count(username, attempts, version)

    monkeypatch.setattr(world.attempts, "count", overtaken)
    checked.append(str(world.login(pin=WRONG).status_code))
    assert len(checked) == 20
    assert checked.count("401") == FREE + 1
    assert set(checked) == {"401", "429"}


def test_every_attempt_costs_one_hash_whoever_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    world = IdentityWorld()
    world.person()
    world.person(Role.PRODUCER, "machine", pin=None)
    world.person(Role.AUDITOR, "bea", pin=None, password="uma ponte sobre o rio 7")
    checked: list[str] = []
    from tests.unit.identity import worlds

    verify: Callable[[str, str], bool] = worlds.CHEAP_PINS._hasher.verify

    class Watching:
        def verify(self, secret_hash: str, secret: str) -> bool:
            checked.append(secret_hash.rsplit("$", 2)[0])
            return verify(secret_hash, secret)

    monkeypatch.setattr(worlds.CHEAP_PINS, "_hasher", Watching())
    attempts = [
        {"username": "ana", "pin": WRONG},
        {"username": "ana", "pin": PIN},
        {"username": "ana", "password": PIN},
        {"username": "nobody", "pin": WRONG},
        {"username": "482913112233", "pin": WRONG},
        {"username": "machine", "pin": PIN},
        {"username": "machine", "password": PIN},
        {"username": "bea", "pin": PIN},
        {"username": "ana", "pin": "\ud800"},
    ]
    for body in attempts:
        # Lone surrogates go out as JSON escapes.
        content, headers = json.dumps(body), {"Content-Type": "application/json"}
        world.client.post("/v1/auth/login", content=content, headers=headers)
    assert len(checked) == len(attempts)
    assert len(set(checked)) == 1, "all at the same cost"
