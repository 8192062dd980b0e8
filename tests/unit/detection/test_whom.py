"""Of which type that is which a finding is about, and whom it blocks: what the events themselves say, in any order."""

import random

import pytest

from lacre.detection.matching import BrokenRuleError
from lacre.detection.replaying import episodes_of, gathered_by_group
from lacre.detection.subject import Subject
from lacre.model.actor import Actor
from lacre.model.header import Header
from lacre.model.refusal import Refusal
from lacre.model.vocabulary import ActorType, EntityType
from lacre.ports.blocks import require_unblocked
from tests.fakes.ambient import START
from tests.unit.detection.worlds import HOUR, World, burst, by, failed_login, named, rule, told

KEYS = {"action": "API_KEY_INVALID", "severity": "HIGH"}
BLOCKING = rule(actions=["API_KEY_INVALID"], response={"block": "entity_id", "expiry_ms": HOUR})


def wrong_keys(entity_type: str, count: int = 5, first: int = 1) -> list[Header]:
    """Of one id, whatever it names."""
    return [failed_login(first + turn, turn * 1000, "one-id", entity_type=entity_type, **KEYS) for turn in range(count)]


def about(world: World) -> set[tuple[str, str]]:
    """What alerts and findings say that they are about, which is the same."""
    events = [stored.event.header for stored in world.windows.events.values()]
    found = {(one.entity_type.value, one.entity_id) for one in events if one.action == "MULTIPLE_FAILED_LOGINS"}
    assert found == {(one.entity_type, one.entity_id) for one in world.alerts}
    return found


@pytest.mark.parametrize("entity_type", ["POS", "USER"])
def test_a_holder_of_a_key_is_told_of_and_blocked_as_what_it_is(entity_type: str) -> None:
    world = World([BLOCKING])
    world.detect(wrong_keys(entity_type))
    assert about(world) == {(entity_type, "one-id")}
    (block,) = world.blocks.rows.values()
    assert (block.actor_type, block.actor_id) == (entity_type, "one-id")


@pytest.mark.parametrize(
    ("actor_type", "entity_type"),
    [(one, EntityType.POS if one is ActorType.POS else EntityType.USER) for one in ActorType],
)
def test_an_actor_is_a_pos_or_an_account(actor_type: str, entity_type: str) -> None:
    world = World([rule(group_by=[by("actor_id")])])
    world.detect([failed_login(turn, turn, actor_type=actor_type, actor_id="one-id") for turn in range(5)])
    assert about(world) == {(entity_type, "one-id")}


def test_a_pos_and_an_account_of_one_id_are_counted_apart() -> None:
    world = World([BLOCKING])
    world.detect([*wrong_keys("POS", 4), *wrong_keys("USER", 4, first=11)])
    assert world.alerts == []
    world.detect(wrong_keys("USER", 5, first=11)[4:])
    assert about(world) == {("USER", "one-id")}
    assert world.alerts[0].group == named("entity_id", "one-id", "USER").text


@pytest.mark.parametrize("seed", range(20))
def test_type_ids_and_evidence_do_not_depend_on_the_order(seed: int) -> None:
    events = [*wrong_keys("POS", 7), *wrong_keys("USER", 6, first=11), *wrong_keys("AGENT", 4, first=21)]
    chance, world, ordered = random.Random(seed), World([BLOCKING]), World([BLOCKING])
    ordered.detect(events)
    chance.shuffle(events)
    while events:
        batch = [events.pop() for _ in range(min(len(events), chance.randint(1, 5)))]
        world.detect(batch + chance.sample(batch, 1))
    assert world.outcome == ordered.outcome
    assert about(world) == about(ordered) == {("POS", "one-id"), ("USER", "one-id")}
    groups = gathered_by_group(BLOCKING, list(ordered.events.events.values()))
    fires = {text for text, of in groups.items() if episodes_of(of, BLOCKING.windowing, START + HOUR)}
    assert fires == {one.group for one in world.alerts}


def test_an_address_is_no_entity_and_the_finding_about_the_rule() -> None:
    world = World([rule(group_by=[by("ip_address")])])
    world.detect(burst(5))
    assert about(world) == {("RULE", "many_failed_logins")}
    assert world.alerts[0].group == '{"ip_address":"192.0.2.1"}'


def test_a_field_that_is_named_after_a_type_tells_it() -> None:
    world = World([rule(group_by=[{"name": "owner", "fields": ["after.agent_id"]}])])
    world.detect([told(failed_login(turn, turn), agent_id="one-id") for turn in range(5)])
    assert about(world) == {("AGENT", "one-id")}


def test_a_block_of_one_is_no_block_of_the_other_of_the_same_id() -> None:
    world = World([BLOCKING])
    world.detect(wrong_keys("POS"))
    (block,) = world.blocks.rows.values()
    pos, account = (Actor(one, "one-id", "somebody") for one in (ActorType.POS, ActorType.AGENT))
    with pytest.raises(Refusal, match="blocked"):
        require_unblocked(pos, block, START + HOUR)
    require_unblocked(account, block, START + HOUR)
    world.detect(wrong_keys("USER", first=11))
    assert list(world.blocks.rows.values()) == [block]
    (alert,) = [one for one in world.alerts if one.entity_type == "USER"]
    assert (alert.block_id, [note.text.partition(":")[0] for note in alert.notes]) == (None, ["Nobody was blocked"])


def test_what_presents_no_credential_is_not_blocked_and_the_alert_says_so() -> None:
    world = World([BLOCKING])
    world.detect(wrong_keys("AGENT"))
    (alert,) = world.alerts
    assert (alert.block_id, world.blocks.rows) == (None, {})
    assert [note.text for note in alert.notes] == [
        "Nobody was blocked: what was found is neither an account nor a POS."
    ]
    assert "ACTOR_BLOCKED" not in world.actions


def test_an_alias_of_an_entity_here_and_of_an_address_there_is_refused() -> None:
    """The two would never meet in a group."""
    mixed = [{"name": "who", "fields": ["entity_id", "ip_address"]}]
    with pytest.raises(BrokenRuleError, match="in all of its fields or in none"):
        rule(actions=["LOGIN_FAILED", "LOGIN_SUCCESS"], kind="temporal", condition={}, group_by=mixed)


def test_an_account_is_the_same_as_entity_and_as_actor() -> None:
    alias = [{"name": "account", "fields": ["entity_id", "actor_id"]}]
    both = rule(actions=["LOGIN_FAILED", "LOGIN_SUCCESS"], kind="temporal", condition={}, group_by=alias)
    of_account = failed_login(1, 1, "one-id")
    as_agent = failed_login(2, 2, "-", action="LOGIN_SUCCESS", actor_id="one-id", actor_type="AGENT")
    assert {group.text for one in (of_account, as_agent) for group, _ in both.arrivals_of(Subject(one))} == {
        named("account", "one-id", "USER").text
    }
