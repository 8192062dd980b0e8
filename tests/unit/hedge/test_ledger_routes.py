"""Reading the ledger over HTTP: the very lines, page by page, bounded by days, contracts and events."""

import json
from typing import Any

import pytest

from tests.fakes.hedge_entries import lines_of, settlements
from tests.unit.hedge.ledger_world import LEDGER, LedgerWorld, event_id
from tests.unit.hedge.trading_world import HOSTILE_IDS, ROLES

READERS = {"TRADER", "RISK_MANAGER", "AUDITOR"}


def holding(count: int) -> tuple[LedgerWorld, list[bytes]]:
    world, made = LedgerWorld(), list(settlements(count, 5))
    world.ledger.entries = [entry for one in made for entry in one]
    return world, lines_of(made)


def entries(answer: Any) -> list[Any]:
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["entries"]
    return found


def test_the_answer_is_made_of_the_lines_as_they_are_kept() -> None:
    world, lines = holding(3)
    answer = world.get(LEDGER)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.content == b'{"entries":[' + b",".join(lines) + b'],"cursor":null}'
    assert entries(answer) == [json.loads(line) for line in lines]


def test_an_empty_ledger_is_an_empty_list() -> None:
    answer = LedgerWorld().get(LEDGER)
    assert answer.content == b'{"entries":[],"cursor":null}'


@pytest.mark.parametrize("limit", [1, 7, 10_000])
def test_cursors_lead_through_the_whole_ledger(limit: int) -> None:
    world, lines = holding(12)
    found: list[Any] = []
    query: dict[str, Any] = {"limit": limit}
    while query.get("cursor", "") is not None:
        answer = world.get(LEDGER, **query)
        found += entries(answer)
        query["cursor"] = answer.json()["cursor"]
    assert found == [json.loads(line) for line in lines]


def test_five_hundred_are_answered_unless_more_are_asked_for() -> None:
    world, lines = holding(300)
    assert len(entries(world.get(LEDGER))) == 500
    assert len(entries(world.get(LEDGER, limit=10_000))) == len(lines) == 600


def test_days_bound_the_list() -> None:
    world, _ = holding(40)
    found = entries(world.get(LEDGER, start="2026-01-02", end="2026-01-03"))
    assert {one["cashflow_date"] for one in found} == {"2026-01-02", "2026-01-03"}


def test_a_contracts_and_an_events_entries_are_listed() -> None:
    world = LedgerWorld().priced()
    first, second = (world.short() for _ in range(2))
    made = [world.settled(one, number)["entries"] for number, one in enumerate((first, second))]
    assert entries(world.get(LEDGER, contract_id=first)) == made[0]
    assert entries(world.get(LEDGER, source_event_id=event_id(1))) == made[1]
    assert entries(world.get(LEDGER, contract_id=first, source_event_id=event_id(0))) == made[0]
    assert entries(world.get(LEDGER, contract_id=first, source_event_id=event_id(1))) == []
    assert entries(world.get(LEDGER, contract_id=first, start="2026-01-30", end="2026-01-30")) == made[0]
    assert entries(world.get(LEDGER, contract_id=first, end="2026-01-29")) == []
    assert entries(world.get(LEDGER, source_event_id="")) == entries(world.get(LEDGER, contract_id="x")) == []
    assert entries(world.get(f"{LEDGER}/hedge-contracts/{second}")) == made[1]
    assert entries(world.get(f"{LEDGER}/hedge-contracts/{second}", start="2026-01-31")) == []
    assert entries(world.get(LEDGER)) == sorted([*made[0], *made[1]], key=lambda one: one["id"])


def test_a_contracts_two_entries_make_pages_as_well() -> None:
    world = LedgerWorld().priced()
    contract = world.short()
    fixed, float_ = world.settled(contract)["entries"]
    first = world.get(LEDGER, contract_id=contract, limit=1)
    assert entries(first) == [fixed]
    second = world.get(LEDGER, contract_id=contract, limit=1, cursor=first.json()["cursor"])
    assert (entries(second), second.json()["cursor"]) == ([float_], None)


@pytest.mark.parametrize("path", [LEDGER, f"{LEDGER}/hedge-contracts/"])
def test_each_look_is_recorded_before_its_answer(path: str) -> None:
    world = LedgerWorld()
    contract = world.short() if path != LEDGER else ""
    world.trail.events.rows.clear()
    assert world.get(path + contract).status_code == 200
    event = world.only_event
    assert (event.action, event.entity_type, event.entity_id) == ("LIST_ENTITIES", "SETTLEMENT", contract or "*")


@pytest.mark.parametrize("contract_id", HOSTILE_IDS)
def test_the_ledger_of_an_unknown_contract_is_not_found(contract_id: str) -> None:
    world = LedgerWorld()
    assert world.get(f"{LEDGER}/hedge-contracts/{contract_id}").status_code == 404
    assert "482913112233" not in world.kept


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"limit": 0}, 422),
        ({"limit": 10_001}, 422),
        ({"start": "2026-01-30", "end": "2026-01-29"}, 422),
        ({"start": "yesterday"}, 422),
        ({"contract": "x"}, 422),
        ({"cursor": ""}, 400),
        ({"cursor": "x"}, 400),
        ({"cursor": "2026-01-01#482913112233"}, 400),
        ({"cursor": "x", "contract_id": "x"}, 400),
    ],
)
def test_what_cannot_be_listed_is_refused_and_recorded(query: dict[str, Any], status: int) -> None:
    world, _ = holding(3)
    answer = world.get(LEDGER, **query)
    assert answer.status_code == status
    assert (world.only_event.action, world.only_event.outcome) == ("LIST_ENTITIES", "FAILED")
    assert "482913112233" not in world.kept + answer.text


@pytest.mark.parametrize("role", ROLES)
def test_the_desk_alone_reads_the_ledger(role: str) -> None:
    world = LedgerWorld()
    contract = world.short()
    for path in (LEDGER, f"{LEDGER}/hedge-contracts/{contract}"):
        assert world.get(path, role).status_code == (200 if role in READERS else 403)
