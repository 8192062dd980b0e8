"""Who is overtaken decides anew, and not for ever: each attempt under the one event of its request."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hedge.http import answering
from hedge.model.contract import HedgeContract
from tests.fakes.hedge_desk import MemoryContracts
from tests.unit.hedge.trading_world import LINKAGES, TradingWorld


def overtaken(monkeypatch: pytest.MonkeyPatch, times: int, meanwhile: Callable[[HedgeContract], None]) -> list[str]:
    """So often something happens right after a contract was read; gives the ids that were asked for."""
    find, asked = MemoryContracts.find, []

    def find_and_be_late(keeper: MemoryContracts, contract_id: str) -> HedgeContract | None:
        found = find(keeper, contract_id)
        asked.append(contract_id)
        if found is not None and len(asked) <= times:
            meanwhile(found)
        return found

    monkeypatch.setattr(MemoryContracts, "find", find_and_be_late)
    return asked


def touching(world: TradingWorld) -> Callable[[HedgeContract], None]:
    """A change that leaves the contract as it is but for its version."""

    def touch(contract: HedgeContract) -> None:
        world.desk.contracts[contract.id] = replace(contract, version=contract.version + 1)

    return touch


@pytest.mark.parametrize("times", [1, 3])
def test_who_is_overtaken_does_it_on_what_is_there_now(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    asked = overtaken(monkeypatch, times, touching(world))
    answer = world.link(order_id, contract_id, "20")
    assert answer.status_code == 201
    assert len(asked) == times + 1
    (event,) = [one for one in world.events if one.action == "CREATE_LINKAGE"]
    assert (event.outcome, event.entity_id) == ("SUCCEEDED", answer.json()["id"])
    assert list(world.desk.linkages) == [answer.json()["id"]]


def test_who_is_overtaken_is_refused_for_what_is_there_now(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    overtaken(monkeypatch, 1, lambda _: world.linked(order_id, contract_id, "40"))
    answer = world.link(order_id, contract_id, "20")
    assert (answer.status_code, answer.json()["code"]) == (400, "OVER_ALLOCATED")
    assert [one.outcome for one in world.events if one.action == "CREATE_LINKAGE"] == ["SUCCEEDED", "FAILED"]
    assert world.contract(contract_id).linked == world.order(order_id).linked == 40


@pytest.mark.parametrize(
    ("name", "value", "attempts"), [("PAUSES_S", [0.0] * 3, 4), ("LAST_DECISION_AFTER_S", -1.0, 1)]
)
def test_who_is_overtaken_again_and_again_is_told_so(
    monkeypatch: pytest.MonkeyPatch, name: str, value: Any, attempts: int
) -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    monkeypatch.setattr(answering, name, value)
    asked = overtaken(monkeypatch, 100, touching(world))
    answer = world.link(order_id, contract_id, "20")
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    assert len(asked) == attempts
    assert not world.desk.linkages
    assert [one.outcome for one in world.events if one.action == "CREATE_LINKAGE"] == ["FAILED"]


def test_who_is_overtaken_by_the_same_request_gets_its_answer_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TradingWorld()
    body = {"order_id": world.sale(), "contract_id": world.short(), "quantity_mt": "20"}
    first: list[Any] = []

    def send() -> Any:
        return world.post(LINKAGES, body, **{"Idempotency-Key": "key-one"})

    asked = overtaken(monkeypatch, 1, lambda _: first.append(send()))
    again = send()
    assert (again.status_code, again.content) == (201, first[0].content)
    assert len(asked) == 2
    assert [one.outcome for one in world.events if one.action == "CREATE_LINKAGE"] == ["SUCCEEDED"]
