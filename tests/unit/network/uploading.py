"""Uploads of POS, as the tests make them."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from lacre.model import moment
from lacre.model.header import Header
from tests.unit.network.transaction_worlds import TransactionWorld

SYNC = "/v1/sync"
HOUR_MS = 3_600_000
Item = dict[str, Any]


def item(sequence: int, **other: Any) -> Item:
    """What a POS took offline, on the day before."""
    at = moment.to_text(1_794_900_000_000 + sequence)
    return {"sequence": sequence, "occurred_at": at, "amount": "12.50", "currency": "MZN", "method": "CASH", **other}


def upload(world: TransactionWorld, items: Sequence[object]) -> Any:
    answer = world.client.post(SYNC, json={"items": items}, headers=world.key)
    assert answer.status_code == 200, answer.text
    return answer.json()


def before_each_append(world: TransactionWorld, patch: pytest.MonkeyPatch, act: Callable[[int], None]) -> None:
    """`act` is called with the number of each append, from 1."""
    append, numbers = world.trail.events.append, iter(range(1, 10_000))

    def announced(*given: Any) -> None:
        act(next(numbers))
        append(*given)

    patch.setattr(world.trail.events, "append", announced)


def results(answer: Any) -> list[str]:
    return [one["result"] for one in answer["results"]]


def actions(events: Sequence[Header]) -> Counter[str]:
    return Counter(one.action for one in events)


def own_event(world: TransactionWorld) -> Header:
    """That of the last upload itself."""
    return [one for one in world.events if one.action == "OFFLINE_SYNC"][-1]
