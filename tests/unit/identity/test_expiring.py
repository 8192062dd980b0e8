"""Sessions that nobody ended are ended when they are due, each with its event."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from identity.expiring.expire_sessions import WITHIN_MS, ExpireSessions
from identity.model.session import IDLE_S, Session, SessionState
from lacre.ports.errors import StoreUnavailableError
from tests.unit.identity.worlds import IdentityWorld


def expirer(world: IdentityWorld) -> ExpireSessions:
    return ExpireSessions(world.sessions, world.trail.recorder(), world.clock)


def test_sessions_that_are_due_are_ended_with_an_event_each() -> None:
    world = IdentityWorld()
    user = world.person()
    due = [world.session(user), world.session(user)]
    world.clock.advance(IDLE_S)
    fresh = world.session(user)
    assert expirer(world)() == 2
    assert {world.sessions.rows[one.id].state for one in due} == {SessionState.EXPIRED}
    assert world.sessions.rows[fresh.id].state is SessionState.ACTIVE
    events = world.trail.events.headers_in_order
    assert {(one.action, one.source, one.actor_id, one.entity_type, one.ip_address) for one in events} == {
        ("SESSION_EXPIRED", "SCHEDULE", "system:sweep", "SESSION", "system")
    }
    assert {one.entity_id for one in events} == {one.id for one in due}
    assert expirer(world)() == 0
    assert len(world.trail.events.rows) == 2


def test_a_session_that_was_ended_meanwhile_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    world = IdentityWorld()
    session = world.session(world.person())
    world.clock.advance(IDLE_S)
    found = world.sessions.due(world.clock.now(), 10)
    world.sessions.rows[session.id] = replace(session, state=SessionState.ENDED)
    monkeypatch.setattr(world.sessions, "due", lambda *_: found)
    assert expirer(world)() == 0
    assert world.sessions.rows[session.id].state is SessionState.ENDED
    assert not world.trail.events.rows


def test_while_the_events_table_is_away_no_session_ends() -> None:
    world = IdentityWorld()
    session = world.session(world.person())
    world.clock.advance(IDLE_S)
    world.trail.events.is_away = True
    with pytest.raises(StoreUnavailableError):
        expirer(world)()
    assert world.sessions.rows[session.id].state is SessionState.ACTIVE


@pytest.mark.parametrize("limit", [1, 2, 5, 6])
def test_a_run_ends_all_that_are_due_however_many_come_at_once(limit: int) -> None:
    world = IdentityWorld()
    user = world.person()
    for _ in range(5):
        world.session(user)
    world.clock.advance(IDLE_S)
    assert expirer(world)(limit) == 5
    assert expirer(world)(limit) == 0


def test_a_run_stops_when_its_time_is_up_and_the_next_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    world = IdentityWorld()
    user = world.person()
    for _ in range(5):
        world.session(user)
    world.clock.advance(IDLE_S)
    due = world.sessions.due

    def slowly(now: int, limit: int) -> Sequence[Session]:
        world.clock.advance(WITHIN_MS // 1000 // 2 + 1)
        return due(now, limit)

    monkeypatch.setattr(world.sessions, "due", slowly)
    assert [expirer(world)(2) for _ in range(4)] == [2, 2, 1, 0]


def test_a_session_that_was_used_meanwhile_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    world = IdentityWorld()
    session = world.session(world.person())
    world.clock.advance(IDLE_S)
    refreshed = replace(session, expires_at=session.expires_at + IDLE_S)
    world.sessions.rows[session.id] = refreshed
    monkeypatch.setattr(world.sessions, "due", lambda *_: [session])
    assert expirer(world)() == 0
    assert world.sessions.rows[session.id] == refreshed
    assert not world.trail.events.rows


def test_an_index_that_lags_does_not_keep_a_run_going(monkeypatch: pytest.MonkeyPatch) -> None:
    world = IdentityWorld()
    session = world.session(world.person())
    world.clock.advance(IDLE_S)
    asked: list[int] = []

    def stale(now: int, _: int) -> Sequence[Session]:
        asked.append(now)
        return [session]

    monkeypatch.setattr(world.sessions, "due", stale)
    assert expirer(world)(1) == 1
    assert len(asked) == 2, "the second time everything that came was ended already"
