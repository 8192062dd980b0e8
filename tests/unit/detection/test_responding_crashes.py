"""Killed before or after any call of any store, and given the batch again: one alert, one block, counted once."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.crash import Killed, Steps
from tests.unit.detection.test_responding import HOUR, blocking_rule, of
from tests.unit.detection.worlds import World, burst

CALLS = (
    *(("tallies", "of"), ("tallies", "active_actors"), ("tallies", "counting")),
    *(("snoozes", "of_group"), ("blocks", "of_actor"), ("blocks", "placing")),
)


def announcing(act: Callable[..., Any], steps: Steps, name: str) -> Callable[..., Any]:
    def announced(*given: Any) -> Any:
        with steps.call(name):
            return act(*given)

    return announced


def world_with(steps: Steps) -> World:
    """Whose stores tell of each call, those of the responses too."""
    world = World([blocking_rule()], steps)
    for store, name in CALLS:
        kept = getattr(world, store)
        setattr(kept, name, announcing(getattr(kept, name), steps, f"{store}.{name}"))
    return world


def steps_of_a_run() -> list[str]:
    steps = Steps()
    world_with(steps).detect(burst(5))
    return steps.names


STEPS = steps_of_a_run()


def test_every_store_is_asked() -> None:
    assert {f"before {store}.{name}" for store, name in CALLS} <= set(STEPS)


@pytest.mark.parametrize("fatal", range(len(STEPS)), ids=STEPS)
def test_killed_there_and_begun_again(fatal: int) -> None:
    steps = Steps(fatal)
    world = world_with(steps)
    with pytest.raises(Killed):
        world.detect(burst(5))
    is_blocked = "account-1" in world.blocks.rows
    assert is_blocked == bool(world.alerts) == bool(of(world, "ACTOR_BLOCKED")), "all of it, or nothing"
    steps.fatal = None
    world.detect(burst(5))
    (alert,) = world.alerts
    assert alert.block_id == world.blocks.rows["account-1"].block_id
    assert world.actions == ["ACTOR_BLOCKED", "ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]
    assert world.tallies.of(f"BLOCKS#{HOUR}").count == 1
    assert world.tallies.of(f"BUDGET#many_failed_logins#{HOUR}").count == 1


def test_a_finding_takes_few_calls() -> None:
    assert len([name for name in STEPS if name.startswith("before")]) <= 12
