"""What follows from a finding: a block of its actor, within bounds; nothing in a snoozed group; and no flood."""

import json
from dataclasses import replace
from typing import Any

import pytest

from lacre.detection.blocking import FEWEST_AN_HOUR
from lacre.detection.bundle import load_bundle
from lacre.detection.responding import ALERTS_AN_HOUR
from lacre.detection.rule import Rule
from lacre.model import moment
from lacre.model.header import Header
from lacre.model.vocabulary import EntityType
from lacre.ports.alerts import Snooze
from lacre.ports.blocks import BlockState
from tests.fakes.ambient import START
from tests.fakes.found import uuid
from tests.unit.detection.worlds import MINUTE, World, burst, failed_login, group_of, rule

HALF_AN_HOUR = 30 * MINUTE
HOUR = moment.to_text(START)[:13]


def blocking_rule(expiry_ms: int = HALF_AN_HOUR, **changes: Any) -> Rule:
    return rule(response={"block": "entity_id", "expiry_ms": expiry_ms}, **changes)


def of(world: World, action: str) -> list[dict[str, Any]]:
    """The bodies' later sides of what was recorded of an action."""
    stored = [one.event for one in world.windows.events.values() if one.event.header.action == action]
    return [json.loads(one.body_bytes)["after"] for one in stored]


def bursts(accounts: range) -> list[Header]:
    return [one for turn in accounts for one in burst(5, account=f"account-{turn}", first=1 + 10 * turn, every=100)]


class TestBlocks:
    def test_the_actor_of_a_finding_is_blocked_with_it(self) -> None:
        world = World([blocking_rule()])
        world.detect(burst(5))
        (alert,) = world.alerts
        block = world.blocks.of_actor("account-1")
        assert block is not None
        assert (block.rule, block.alert_id, block.state) == ("many_failed_logins", alert.alert_id, BlockState.ACTIVE)
        assert moment.to_milliseconds(block.until) - moment.to_milliseconds(block.placed_at) == HALF_AN_HOUR
        assert alert.block_id == block.block_id
        assert of(world, "ACTOR_BLOCKED") == [block.shown()]
        assert of(world, "ALERT_RAISED")[0]["block_id"] == block.block_id
        assert world.actions == ["ACTOR_BLOCKED", "ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]

    def test_a_rule_without_a_response_blocks_nobody_nor_does_one_in_shadow(self) -> None:
        for one in (rule(), blocking_rule(mode="shadow")):
            world = World([one])
            world.detect(burst(5))
            assert world.blocks.rows == {}

    def test_the_same_events_again_block_nobody_twice(self) -> None:
        world = World([blocking_rule()])
        for _ in range(3):
            world.detect(burst(5))
        assert len(of(world, "ACTOR_BLOCKED")) == 1
        assert world.tallies.of(f"BLOCKS#{HOUR}").count == 1

    def test_who_is_blocked_already_stays_so_until_the_later_moment(self) -> None:
        short = blocking_rule()
        long = blocking_rule(2 * HALF_AN_HOUR, name="another", action="ID_ENUMERATION_ATTEMPT")
        for order in ([short, long], [long, short]):
            world = World(order)
            world.detect(burst(5))
            block = world.blocks.rows["account-1"]
            length = moment.to_milliseconds(block.until) - moment.to_milliseconds(block.placed_at)
            assert HALF_AN_HOUR * 2 <= length < HALF_AN_HOUR * 2 + MINUTE
            assert {alert.block_id for alert in world.alerts} == {block.block_id}
            assert block.version == (2 if order[0] is short else 1)
            assert len(of(world, "ACTOR_BLOCKED")) == block.version
            assert world.tallies.of(f"BLOCKS#{HOUR}").count == 1

    @pytest.mark.parametrize("over", ["undone", "expired", "unswept"])
    def test_a_block_that_is_over_is_followed_by_another(self, over: str) -> None:
        world = World([blocking_rule()])
        world.detect(burst(5))
        first = world.blocks.rows["account-1"]
        past = replace(first, until=first.placed_at)
        changed = {"undone": first.undone("u-9", "no"), "expired": past.expired(), "unswept": past}[over]
        world.blocks.place(changed)
        world.detect([replace_at(one, 30 * MINUTE) for one in burst(5, first=50)])
        second = world.blocks.rows["account-1"]
        assert second.block_id != first.block_id
        assert (second.state, second.version) == (BlockState.ACTIVE, 1)
        ended = [past.expired().shown()] if over == "unswept" else []
        assert of(world, "ACTOR_UNBLOCKED") == ended
        assert world.tallies.of(f"BLOCKS#{HOUR}").count == 2

    def test_two_episodes_of_one_batch_block_once(self) -> None:
        world = World([blocking_rule()])
        later = [replace_at(one, 30 * MINUTE) for one in burst(5, first=50)]
        world.detect([*burst(5), *later])
        assert len(world.alerts) == 2
        assert len(of(world, "ACTOR_BLOCKED")) == 1

    @pytest.mark.parametrize(
        ("actors", "share", "of_one"), [(0, 2, 2), (399, 2, 2), (400, 3, 2), (600, 4, 3), (1000, 7, 5)]
    )
    def test_only_so_many_accounts_are_blocked_in_an_hour_and_the_alert_says_so(
        self, actors: int, share: int, of_one: int
    ) -> None:
        flooded, guessed = blocking_rule(), blocking_rule(name="another", action="ID_ENUMERATION_ATTEMPT")
        world, last = World([flooded]), World([guessed])
        last.windows, last.tallies, last.blocks = world.windows, world.tallies, world.blocks
        world.tallies.actors = actors
        world.detect(bursts(range(share + 2)))
        assert (len(world.blocks.rows), len(world.alerts)) == (of_one, share + 2)
        left = [alert.notes[0].text for alert in world.alerts if alert.block_id is None]
        reason = "as one rule may in an hour" if of_one < share else "as one hour allows"
        assert all(reason in text for text in left)
        # Another rule has what the first one left, and no more.
        last.detect(bursts(range(50, 50 + share)))
        blocked = [block.rule for block in world.blocks.rows.values()]
        assert (blocked.count("another"), len(blocked)) == (share - of_one, share)
        left = [one.notes[0].text for one in world.alerts if one.rule == "another" and one.block_id is None]
        assert len(left) == of_one
        assert all("as one hour allows" in text for text in left)
        assert len(of(world, "ALERT_RAISED")) == 2 * share + 2

    @pytest.mark.parametrize(("actors", "pos", "accounts"), [(0, 1, 2), (1000, 3, 7)])
    @pytest.mark.parametrize("is_pos_first", [True, False])
    def test_floods_of_two_rules_on_pos_leave_the_accounts_their_blocks_and_the_other_way_round(
        self, actors: int, pos: int, accounts: int, is_pos_first: bool
    ) -> None:
        world = World([blocking_rule(), blocking_rule(name="another", action="ID_ENUMERATION_ATTEMPT")])
        world.tallies.actors = actors
        of_accounts = bursts(range(10))
        of_pos = [replace(one, entity_type=EntityType.POS) for one in bursts(range(50, 60))]
        for flood in (of_pos, of_accounts) if is_pos_first else (of_accounts, of_pos):
            world.detect(flood)
        types = [block.actor_type for block in world.blocks.rows.values()]
        assert (types.count("POS"), types.count("USER")) == (pos, accounts)

    def test_the_hours_total_holds_where_the_actors_have_become_fewer(self) -> None:
        world = World([blocking_rule()])
        world.tallies.actors = 1000
        world.detect(bursts(range(3)))
        world.tallies.actors = 0
        world.detect([replace(one, entity_type=EntityType.POS) for one in bursts(range(50, 51))])
        assert [block.actor_type for block in world.blocks.rows.values()] == ["USER"] * 3

    def test_floods_of_wrong_keys_do_not_keep_a_guessed_login_from_being_blocked(self) -> None:
        world = World([one for one in load_bundle().rules if one.response is not None])
        wrong = {"action": "API_KEY_INVALID", "entity_type": "POS"}
        world.detect(
            [
                failed_login(100 * pos + turn, turn * 6_000, f"pos-{pos}", **wrong)
                for pos in (1, 2, 3)
                for turn in range(65)
            ]
        )
        assert sorted(world.blocks.rows) == ["pos-1"]
        for account, first in (("account-1", 1), ("account-2", 21)):
            world.detect([failed_login(first + turn, 10 * MINUTE + turn * 1_000, account) for turn in range(10)])
        world.decide(20 * MINUTE)
        assert sorted(world.blocks.rows) == ["account-1", "account-2", "pos-1"]
        assert {alert.entity_id for alert in world.alerts if alert.block_id is None} == {"pos-2", "pos-3"}

    def test_another_who_blocks_at_this_moment_is_seen(self) -> None:
        world = World([blocking_rule()])
        reading, seen = world.tallies.of, list[str]()

        def overtaken(key: str) -> Any:
            found = reading(key)
            if key.startswith("BLOCKS#") and not seen:
                seen.append(key)
                world.tallies.rows[key] = replace(found, count=FEWEST_AN_HOUR)
            return found

        world.tallies.of = overtaken  # type: ignore[method-assign]  # somebody else is quicker
        world.detect(burst(5))
        (alert,) = world.alerts
        assert alert.block_id is None
        assert world.blocks.rows == {}


class TestSnoozes:
    def snoozed(self, until: str) -> World:
        one = blocking_rule()
        world = World([one])
        key = one.group_key(group_of(burst(1)[0], one))
        world.snoozes.rows[key] = Snooze(uuid(2), key, until, "u-1", "a known fault", uuid(1))
        return world

    def test_a_snoozed_group_is_counted_and_announced_and_nothing_else_follows(self) -> None:
        world = self.snoozed("2099-01-01T00:00:00.000Z")
        world.detect(burst(5))
        (alert,) = world.alerts
        assert (alert.muted, alert.block_id) == ("snoozed", None)
        assert world.actions == ["ALERT_RAISED"]
        assert of(world, "ALERT_RAISED")[0]["muted"] == "snoozed"
        assert world.blocks.rows == {}

    def test_a_snooze_that_is_over_mutes_nothing(self) -> None:
        world = self.snoozed(moment.to_text(START - 1))
        world.detect(burst(5))
        assert world.alerts[0].muted is None
        assert "MULTIPLE_FAILED_LOGINS" in world.actions

    def test_another_group_of_the_rule_is_not_muted(self) -> None:
        world = self.snoozed("2099-01-01T00:00:00.000Z")
        world.detect(burst(5, account="account-2"))
        assert world.alerts[0].muted is None


class TestBudget:
    def test_beyond_the_hours_budget_alerts_are_kept_without_events_and_one_event_tells(self) -> None:
        world = World([blocking_rule()])
        world.tallies.actors = 10**6
        for start in range(0, ALERTS_AN_HOUR + 10, 20):
            world.detect(bursts(range(start, start + 20)))
        assert len(world.alerts) == ALERTS_AN_HOUR + 10
        muted = [alert for alert in world.alerts if alert.muted == "budget"]
        assert len(muted) == 10
        assert len(of(world, "ALERT_RAISED")) == len(of(world, "ACTOR_BLOCKED")) == ALERTS_AN_HOUR
        (told,) = of(world, "SYSTEM_ERROR")
        assert told == {"hour": HOUR, "first_muted": muted[0].alert_id}
        assert world.tallies.of(f"BUDGET#many_failed_logins#{HOUR}").count == ALERTS_AN_HOUR

    def test_another_rules_budget_is_its_own(self) -> None:
        world = World([rule(), rule("another")])
        key = f"BUDGET#many_failed_logins#{HOUR}"
        world.tallies.rows[key] = replace(world.tallies.of(key), count=ALERTS_AN_HOUR)
        world.detect(burst(5))
        assert {alert.rule: alert.muted for alert in world.alerts} == {"many_failed_logins": "budget", "another": None}

    def test_a_batch_that_comes_again_spends_nothing(self) -> None:
        world = World()
        for _ in range(3):
            world.detect(burst(5))
        assert world.tallies.of(f"BUDGET#many_failed_logins#{HOUR}").count == 1


def replace_at(header: Header, later: int) -> Header:
    at = moment.to_text(moment.to_milliseconds(header.recorded_at) + later)
    return replace(header, recorded_at=at)
