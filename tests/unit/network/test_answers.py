"""What the routes answer with is what their models say, field by field, so that the OpenAPI document is true."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response
from pydantic import BaseModel

from network.http import answers
from tests.unit.network.test_registering_pos import around
from tests.unit.network.worlds import NEW_AGENT, NEW_MARKET, NEW_MERCHANT, NetworkWorld, at, by

Asking = Callable[[NetworkWorld], Response]


def created(path: str, body: dict[str, Any]) -> Asking:
    return lambda world: world.client.post(path, json=body, headers=by("clerk"))


def listed(path: str) -> Asking:
    return lambda world: world.client.get(path, headers=by("admin"))


def there(word: str, path: str) -> Asking:
    return lambda world: world.client.get(f"{path}/{getattr(world, word)().id}", headers=by("admin"))


def renamed(word: str, path: str) -> Asking:
    return lambda world: world.client.patch(
        f"{path}/{getattr(world, word)().id}", json={"name": "Lua"}, headers=at("admin")
    )


def blocked(world: NetworkWorld) -> Response:
    return world.client.post(f"/v1/pos/{world.pos().id}/block", json={"reason": "Lost"}, headers=at("admin"))


def rotated(world: NetworkWorld) -> Response:
    return world.client.post(f"/v1/pos/{world.pos().id}/rotate-key", headers=at("admin"))


def registered(world: NetworkWorld) -> Response:
    return world.client.post("/v1/pos", json=around(world), headers=by("clerk"))


ANSWERS: list[tuple[type[BaseModel], Asking]] = [
    (answers.NewAgentAnswer, created("/v1/agents", NEW_AGENT)),
    (answers.NewMerchantAnswer, created("/v1/merchants", NEW_MERCHANT)),
    (answers.MarketAnswer, created("/v1/markets", NEW_MARKET)),
    (answers.KeyedPosAnswer, registered),
    (answers.KeyedPosAnswer, rotated),
    (answers.PosAnswer, blocked),
    (answers.PosAnswer, there("pos", "/v1/pos")),
    (answers.AgentAnswer, there("agent", "/v1/agents")),
    (answers.MerchantAnswer, there("merchant", "/v1/merchants")),
    (answers.MarketAnswer, there("market", "/v1/markets")),
    (answers.AgentAnswer, renamed("agent", "/v1/agents")),
    (answers.MerchantAnswer, renamed("merchant", "/v1/merchants")),
    (answers.MarketAnswer, renamed("market", "/v1/markets")),
    (answers.AgentsAnswer, listed("/v1/agents")),
    (answers.MerchantsAnswer, listed("/v1/merchants")),
    (answers.MarketsAnswer, listed("/v1/markets")),
    (answers.TerminalsAnswer, listed("/v1/pos")),
]


@pytest.mark.parametrize(("model", "ask"), ANSWERS)
def test_an_answer_has_the_fields_of_its_model(model: type[BaseModel], ask: Asking) -> None:
    world = NetworkWorld()
    world.agent()
    world.merchant()
    world.market()
    world.pos()
    answer = ask(world)
    assert answer.is_success, answer.text
    body = model.model_validate_json(answer.content, strict=True)
    assert set(answer.json()) == set(model.model_fields)
    for members in (value for value in vars(body).values() if isinstance(value, list)):
        assert members, "a list with something in it"
