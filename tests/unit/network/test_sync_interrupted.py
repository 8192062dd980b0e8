"""Uploads that die, run out of time, or meet somebody else's change: each item is done once all the same."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from lacre.ports.errors import StoreUnavailableError
from network.model.offline_item import Memory
from network.model.pos import PosState
from tests.fakes.crash import Killed
from tests.unit.network.transaction_worlds import TransactionWorld
from tests.unit.network.uploading import SYNC, Item, actions, before_each_append, item, own_event, results, upload

ITEMS = [item(number, print_receipt=number % 2 == 0) for number in range(1, 101)]
GROUPS = 5
"""Of 3 and 5 items by turns, of 99 in all: 24 or 25 items a group."""


def is_complete(world: TransactionWorld, items: Sequence[Item] = ITEMS) -> bool:
    """Whether each item is done once, with its events and its memory."""
    made = sorted(one.sequence or 0 for one in world.transactions.rows.values())
    recorded = actions(world.events)
    printed = sum(bool(one["print_receipt"]) for one in items)
    return (
        made == [one["sequence"] for one in items]
        and len(world.uploads.items) == recorded["TRANSACTION_CREATED"] == len(items)
        and len(world.receipts.rows) == recorded["RECEIPT_PRINTED"] == printed
    )


@pytest.mark.parametrize("fatal", range(1, GROUPS + 2))
def test_killed_before_any_group_the_same_upload_does_the_rest(monkeypatch: pytest.MonkeyPatch, fatal: int) -> None:
    world = TransactionWorld()

    def die(number: int) -> None:
        if number == fatal:
            raise Killed

    with monkeypatch.context() as patch:
        before_each_append(world, patch, die)
        with pytest.raises(Killed):
            world.client.post(SYNC, json={"items": ITEMS}, headers=world.key)
    done = len(world.transactions.rows)
    assert done == len(world.uploads.items) == actions(world.events)["TRANSACTION_CREATED"]
    assert (done == 0, done == 100) == (fatal == 1, fatal == GROUPS + 1)
    answer = upload(world, ITEMS)
    assert results(answer) == ["DUPLICATE"] * done + ["CREATED"] * (100 - done)
    assert is_complete(world)
    assert (answer["gaps"], world.told_by(own_event(world))["ranges"]) == ([], [[1, 100]])


def test_when_time_is_short_the_rest_is_not_processed_and_done_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()
    with monkeypatch.context() as patch:
        before_each_append(world, patch, lambda _: world.clock.advance(3))
        # An item of the last group once more: it is as little known as its first.
        answer = upload(world, [*ITEMS, ITEMS[99]])
    done = results(answer).count("CREATED")
    assert 0 < done < 100
    assert results(answer) == ["CREATED"] * done + ["NOT_PROCESSED"] * (101 - done)
    told = world.told_by(own_event(world))
    assert (told["ranges"], told["counts"]["NOT_PROCESSED"]) == ([[1, done]], 101 - done)
    assert (told["not_processed"], told["duplicates"]) == ([[done + 1, 100]], [])
    assert len(world.uploads.items) == done
    upload(world, ITEMS)
    assert is_complete(world)


def test_under_an_idempotency_key_an_upload_that_was_cut_short_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()
    named = {**world.key, "Idempotency-Key": "a-day"}

    def send() -> Any:
        return world.client.post(SYNC, json={"items": ITEMS}, headers=named)

    with monkeypatch.context() as patch:
        before_each_append(world, patch, lambda _: world.clock.advance(3))
        short = send()
    done = results(short.json()).count("CREATED")
    assert 0 < done < 100
    rest = send()
    assert results(rest.json()) == ["DUPLICATE"] * done + ["CREATED"] * (100 - done)
    assert "Idempotent-Replayed" not in rest.headers
    assert is_complete(world)
    replayed = send()
    assert (replayed.content, replayed.headers["Idempotent-Replayed"]) == (rest.content, "true")


def stale_memories(world: TransactionWorld, patch: pytest.MonkeyPatch) -> None:
    """The first look of the next upload sees nothing, as if the other one's items came just after."""
    memories, looks = world.uploads.memories, iter(range(10_000))

    def look(pos_id: str, names: Sequence[str]) -> Mapping[str, Memory]:
        return memories(pos_id, names) if next(looks) else {}

    patch.setattr(world.uploads, "memories", look)


@pytest.mark.parametrize("ahead", [1, 30, 100])
def test_of_two_uploads_at_once_each_item_is_done_once(monkeypatch: pytest.MonkeyPatch, ahead: int) -> None:
    world = TransactionWorld()
    first = upload(world, ITEMS[:ahead])
    with monkeypatch.context() as patch:
        stale_memories(world, patch)
        second = upload(world, ITEMS)
    assert results(second) == ["DUPLICATE"] * ahead + ["CREATED"] * (100 - ahead)
    assert [one["transaction_id"] for one in second["results"][:ahead]] == [
        one["transaction_id"] for one in first["results"]
    ]
    assert is_complete(world)


def test_another_upload_of_the_pos_that_ends_first_is_no_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()
    other = [item(number) for number in range(101, 111)]

    def meanwhile(number: int) -> None:
        if number == GROUPS + 1:
            monkeypatch.undo()
            upload(world, other)

    before_each_append(world, monkeypatch, meanwhile)
    upload(world, ITEMS)
    assert world.uploads.received[world.terminal.id].ranges == ((1, 110),)
    assert actions(world.events)["OFFLINE_SYNC"] == 2


def test_a_pos_that_changes_meanwhile_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()

    def rotate(number: int) -> None:
        if number == 2:
            world.terminals.rows[world.terminal.id] = replace(world.terminal, version=2)

    before_each_append(world, monkeypatch, rotate)
    assert set(results(upload(world, ITEMS))) == {"CREATED"}
    assert is_complete(world)


def test_a_pos_that_is_blocked_meanwhile_makes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()

    def block(number: int) -> None:
        if number == 2:
            world.terminals.rows[world.terminal.id] = replace(world.terminal, state=PosState.BLOCKED, version=2)

    before_each_append(world, monkeypatch, block)
    answer = upload(world, ITEMS)
    done = results(answer).count("CREATED")
    assert results(answer) == ["CREATED"] * done + ["NOT_PROCESSED"] * (100 - done)
    assert 0 < done == len(world.transactions.rows) == len(world.uploads.items) < 100
    assert world.client.post(SYNC, json={"items": ITEMS}, headers=world.key).status_code == 403


def test_a_store_that_goes_away_leaves_whole_items_only(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()

    def leave(number: int) -> None:
        if number == 3:
            raise StoreUnavailableError("away")

    with monkeypatch.context() as patch:
        before_each_append(world, patch, leave)
        answer = world.client.post(SYNC, json={"items": ITEMS}, headers=world.key)
    assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
    assert [draft.action for draft in world.trail.outage.drafts] == ["DATABASE_ERROR"]
    assert 0 < len(world.transactions.rows) == len(world.uploads.items) < 100
    upload(world, ITEMS)
    assert is_complete(world)


def test_what_follows_a_refused_group_is_decided_on_what_is_there_now(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()
    made = upload(world, [item(1)])["results"][0]["transaction_id"]
    a_group = [item(number) for number in range(1, 34)]
    with monkeypatch.context() as patch:
        stale_memories(world, patch)
        answer = upload(world, [*a_group, item(1, amount="99.00")])
    assert results(answer) == ["DUPLICATE", *["CREATED"] * 32, "CONFLICT"]
    assert answer["results"][33]["transaction_id"] == made


def test_an_upload_too_large_for_an_event_takes_nothing_while_the_archive_is_away() -> None:
    world = TransactionWorld()
    world.trail.archive.is_away = True
    many = [item(number) for number in range(1, 301)]
    answer = world.client.post(SYNC, json={"items": many}, headers=world.key)
    assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
    assert not world.transactions.rows
    assert not world.uploads.items
    world.trail.archive.is_away = False
    assert results(upload(world, many)) == ["CREATED"] * len(many)
