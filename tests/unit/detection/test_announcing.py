"""Rules that come into force are told of once, by the first instance that starts with them."""

import json
from typing import Any

import pytest

from functions.fraud.once import Once
from lacre.detection.announcing import AnnounceRules
from lacre.detection.bundle import Bundle
from lacre.ports.errors import StoreUnavailableError
from tests.fakes.bundles import MemoryBundles
from tests.fakes.trail import MemoryTrail
from tests.unit.detection.worlds import rule


class World:
    def __init__(self) -> None:
        self.trail, self.bundles = MemoryTrail(), MemoryBundles()

    def start(self, digit: str, *modes: str) -> bool:
        rules = tuple(rule(f"rule_{number}", mode=mode) for number, mode in enumerate(modes))
        return AnnounceRules(Bundle(digit * 64, rules), self.bundles, self.trail.recorder())()

    @property
    def told(self) -> list[dict[str, Any]]:
        stored = [self.trail.events.rows[one.id].event for one in self.trail.events.headers_in_order]
        assert {one.header.action for one in stored} <= {"RULE_CHANGED"}
        return [json.loads(one.body_bytes) for one in stored]


def test_the_first_rules_are_told_of() -> None:
    world = World()
    assert world.start("a", "live", "shadow")
    (told,) = world.told
    assert told["before"] is None
    assert told["after"] == {"bundle_hash": "a" * 64, "rules": {"rule_0": "live", "rule_1": "shadow"}}


def test_the_same_rules_are_told_of_once_and_others_beside_those_before() -> None:
    world = World()
    assert [world.start("a", "live"), world.start("a", "live"), world.start("b", "shadow")] == [True, False, True]
    assert [one["after"]["bundle_hash"][0] for one in world.told] == ["a", "b"]
    assert world.told[1]["before"] == {"bundle_hash": "a" * 64, "rules": {"rule_0": "live"}}


def test_of_two_who_start_at_once_one_tells() -> None:
    world = World()
    first, second = (AnnounceRules(Bundle("a" * 64, (rule(),)), world.bundles, world.trail.recorder()) for _ in "ab")
    reading = world.bundles.in_force

    def overtaken() -> None:
        world.bundles.in_force = reading  # type: ignore[method-assign]  # once
        assert first()

    world.bundles.in_force = overtaken  # type: ignore[method-assign]  # somebody else is quicker
    assert not second()
    assert len(world.told) == 1


def test_what_fails_is_done_again_with_the_next_delivery() -> None:
    world = World()
    world.trail.events.is_away = True
    start = Once(AnnounceRules(Bundle("a" * 64, (rule(),)), world.bundles, world.trail.recorder()))
    with pytest.raises(StoreUnavailableError):
        start()
    world.trail.events.is_away = False
    for _ in range(3):
        start()
    assert len(world.told) == 1
    world.bundles.rules = None
    start()
    assert len(world.told) == 1, "it looks once"
