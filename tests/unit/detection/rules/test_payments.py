"""Receipts, cancellations and silence: what POS and agents record."""

from typing import Any

from lacre.detection.rule import Group
from tests.unit.detection.rules.firing import found, found_among, groups_of
from tests.unit.detection.worlds import named
from tests.unit.network.test_changing_pos import post
from tests.unit.network.test_registering_pos import around, register
from tests.unit.network.transaction_worlds import PATH, PAYMENT, TransactionWorld
from tests.unit.network.uploading import item, upload
from tests.unit.network.worlds import FIRST_AGENT, NetworkWorld, at, by, key_of, with_key

MISTAKE = {"reason": "Typed twice"}


def reprint(world: TransactionWorld, made: Any, headers: dict[str, str] | None = None) -> None:
    answer = world.client.post(f"{PATH}/{made['id']}/receipts", headers=headers or world.key)
    assert answer.status_code == 201, answer.text


def cancel(world: TransactionWorld, made: Any, headers: dict[str, str]) -> None:
    answer = world.client.post(f"{PATH}/{made['id']}/cancel", json=MISTAKE, headers=headers)
    assert answer.status_code == 200, answer.text


def test_five_copies_of_one_receipt_by_pos_and_account_of_one_agent() -> None:
    world = TransactionWorld()
    made = world.take(print_receipt=True)
    for headers in (world.key, by("agent"), world.key, by("agent"), by("supervisor"), by("supervisor")):
        reprint(world, made, headers)
    assert groups_of("many_reprints_of_one_receipt", world) == []
    reprint(world, made)
    agent, receipt = named("printer", FIRST_AGENT, "AGENT"), named("entity_id", made["receipt"]["id"], "RECEIPT")
    assert groups_of("many_reprints_of_one_receipt", world) == [Group.of({**agent.values, **receipt.values}).text]


def test_eight_copies_of_eight_receipts_by_two_pos_and_the_account_of_one_agent() -> None:
    world = TransactionWorld()
    second = with_key(key_of(world.pos().id))
    for headers in (world.key, second, by("agent"), world.key, second, by("agent"), world.key, by("agent")):
        assert groups_of("many_reprints_by_one_agent", world) == []
        made = world.client.post(PATH, json=PAYMENT, headers=second if headers is second else world.key).json()
        reprint(world, made, headers)
        reprint(world, made, headers)
    assert groups_of("many_reprints_by_one_agent", world) == [named("printer", FIRST_AGENT, "AGENT").text]
    assert groups_of("many_reprints_of_one_receipt", world) == []


def test_what_a_supervisor_prints_counts_against_no_agent() -> None:
    world = TransactionWorld()
    for _ in range(7):
        reprint(world, world.take(print_receipt=True))
    for _ in range(7):
        reprint(world, world.take(print_receipt=True), by("supervisor"))
    assert groups_of("many_reprints_by_one_agent", world) == []
    reprint(world, world.take(print_receipt=True), by("supervisor"))
    (group,) = groups_of("many_reprints_by_one_agent", world)
    assert Group.read(group).type_of("printer") == "USER"


def test_cancellations_of_an_agent_by_account_and_pos_are_one_group() -> None:
    world = TransactionWorld()
    for _ in range(3):
        cancel(world, world.take(), at("agent"))
    cancel(world, world.take(), {**world.key, "If-Match": '"1"'})
    for _ in range(5):
        cancel(world, world.take(), at("admin"))
    assert groups_of("many_cancellations", world) == []
    cancel(world, world.take(), {**world.key, "If-Match": '"1"'})
    assert groups_of("many_cancellations", world) == [named("after.agent_id", FIRST_AGENT, "AGENT").text]


def test_six_of_twenty_are_a_high_share_and_five_are_not() -> None:
    world = TransactionWorld()
    made = [world.take() for _ in range(20)]
    for one in made[:5]:
        cancel(world, one, at("agent"))
    assert groups_of("high_cancellation_ratio", world) == []
    cancel(world, made[5], at("agent"))
    ((group, (episode,)),) = found("high_cancellation_ratio", world).items()
    assert (group, episode.count) == (named("after.agent_id", FIRST_AGENT, "AGENT").text, 6)


def test_a_pos_that_was_registered_and_never_used_is_silent_until_it_is_blocked() -> None:
    world = NetworkWorld()
    assert register(world, around(world)).status_code == 201
    (pos,) = world.terminals.rows.values()
    assert groups_of("silent_pos", world) == [named("pos", pos.id, "POS").text]
    assert groups_of("silent_pos", world, days=5) == []
    assert post(world, pos, "block", at("clerk")).status_code == 200
    assert groups_of("silent_pos", world) == []


def test_a_pos_is_silent_after_its_last_payment_whoever_brought_it() -> None:
    world = TransactionWorld()
    world.take()
    group = named("pos", world.terminal.id, "POS").text
    assert groups_of("silent_pos", world) == [group]
    uploaded = TransactionWorld()
    upload(uploaded, [item(1)])
    assert list(found_among("silent_pos", uploaded.trail.events.rows.values())) == [group]
