"""Sessions that nobody ended are ended when they are due, each with its event."""

from dataclasses import replace

import pytest

from identity.expiring.expire_sessions import ExpireSessions
from identity.model.session import IDLE_S, SessionState
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


def test_a_run_ends_no_more_than_its_limit_and_the_next_one_the_rest() -> None:
    world = IdentityWorld()
    user = world.person()
    for _ in range(5):
        world.session(user)
    world.clock.advance(IDLE_S)
    assert [expirer(world)(2) for _ in range(4)] == [2, 2, 1, 0]
