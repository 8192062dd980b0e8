"""Wrong API keys: ten are told of, a flood blocks, and who tries an old key by hand is no flood."""

import pytest

from lacre.detection.bundle import load_bundle
from lacre.model.api_key import new_key
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.unit.detection.rules.firing import found, found_among, groups_of
from tests.unit.detection.worlds import named
from tests.unit.ingesting.worlds import FIRST, item
from tests.unit.ingesting.worlds import World as Ingesting
from tests.unit.network.test_pos_keys import OTHER_SECRET, read
from tests.unit.network.worlds import NetworkWorld, key_of, with_key

ALERT, FLOOD = "api_key_refused_repeatedly", "api_key_flood"
A_MINUTE = 13


def guess(world: NetworkWorld, times: int) -> str:
    """Wrong keys of a POS, A_MINUTE at a time: beyond twenty an address has only a sum. The POS."""
    pos = world.pos()
    for turn in range(times):
        if turn and turn % A_MINUTE == 0:
            world.clock.advance(60)
        assert read(world, with_key(key_of(pos.id, OTHER_SECRET))).status_code == 401
    return pos.id


@pytest.mark.parametrize(("times", "alerts", "floods"), [(9, 0, 0), (12, 1, 0), (64, 1, 0), (65, 1, 1)])
def test_a_rotated_key_is_told_of_and_only_a_flood_blocks(times: int, alerts: int, floods: int) -> None:
    world = NetworkWorld()
    group = named("entity_id", guess(world, times), "POS").text
    assert groups_of(ALERT, world) == [group] * alerts
    assert groups_of(FLOOD, world) == [group] * floods


def test_a_flood_of_a_producers_keys_is_found_by_the_producer() -> None:
    clock = MovableClock()
    world = Ingesting(MemoryTrail(clock=clock))
    key = new_key("producer", FIRST, OTHER_SECRET)
    for _ in range(5):
        for _ in range(A_MINUTE):
            assert world.send(item(1), key=key).status_code == 401
        clock.advance(60)
    ((group, (episode,)),) = found_among(FLOOD, world.memory.events.rows.values()).items()
    assert (group, episode.count) == (named("entity_id", FIRST, "USER").text, 65)


def test_who_sends_them_all_in_a_minute_from_one_address_is_told_of_and_blocks_nobody() -> None:
    """What is only summed up names no holder; so nobody is blocked by a minute of one address."""
    world = NetworkWorld()
    pos = world.pos()
    for _ in range(100):
        read(world, with_key(key_of(pos.id, OTHER_SECRET)))
    assert len(found(ALERT, world)) == 1
    assert groups_of(FLOOD, world) == []


def test_only_these_rules_block_and_the_same_events_alert_long_before() -> None:
    rules = {rule.name: rule for rule in load_bundle().rules}
    assert {name for name, rule in rules.items() if rule.response} == {FLOOD, "consecutive_failed_logins"}
    alerting, blocking = rules[ALERT], rules[FLOOD]
    assert alerting.selections == blocking.selections
    assert alerting.group_by == blocking.group_by
    assert alerting.is_live
    assert blocking.is_live
