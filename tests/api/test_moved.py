"""What was moved is acted on from where it is: an agent does nothing with a POS that stayed behind until it follows."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import BaseClient

from tests.api.cloud import own_loop
from tests.api.gateway import Answer
from tests.api.operation import Caller, Operation, Where
from tests.api.operations import operation
from tests.api.targets import HOME, NORTH, REASON
from tests.api.test_hostile_requests import refused
from tests.api.world import Told, World

MOVE, APPROVAL = (operation(f"POST /v1/jurisdiction-changes{one}") for one in ("", "/{change_id}/approve"))
POS, KEY = operation("GET /v1/pos/{pos_id}"), operation("POST /v1/pos/{pos_id}/rotate-key")
PAYMENT, PAID = operation("POST /v1/transactions"), operation("GET /v1/transactions/{transaction_id}")
CANCELLATION, RECEIPT = (operation(f"POST /v1/transactions/{{transaction_id}}/{one}") for one in ("cancel", "receipts"))
LISTS = {"pos": operation("GET /v1/pos"), "transactions": operation("GET /v1/transactions")}
ENTITIES = {"AGENT": "agent_id", "MERCHANT": "merchant_id", "POS": "pos_id"}


def asked_to_move(world: World, entity_type: str) -> Answer:
    wish = {"entity_type": entity_type, "entity_id": world.targets[Where.OWN][ENTITIES[entity_type]], "reason": REASON}
    told = world.ask(MOVE, Caller.ADMIN, body={**wish, **NORTH.shown()})
    assert told.status == 201
    return told.answer


def approve(world: World, asked: Answer) -> Told:
    match = {"If-Match": asked.headers["etag"]}
    return world.ask(APPROVAL, Caller.SUPERVISOR, ids={"change_id": asked.json["id"]}, headers=match)


def move(world: World, entity_type: str) -> None:
    """To the district Norte, by two people."""
    assert approve(world, asked_to_move(world, entity_type)).status == 200


def is_outside(told: Told, one: Operation) -> bool:
    """Refused, with both jurisdictions in the event."""
    facts = told.only.body["after"]
    assert facts["jurisdiction_of_actor"] == NORTH.shown()
    assert facts["jurisdiction_of_entity"] == HOME.shown()
    return refused(told, 403, "OUTSIDE_JURISDICTION", "ACCESS_OUTSIDE_JURISDICTION", "DENIED", one)


def listed(world: World, caller: Caller) -> dict[str, list[str]]:
    """The ids on the first page of each list of one's own."""
    pages = {name: world.ask(one, caller).answer.json[name] for name, one in LISTS.items()}
    return {name: [entity["id"] for entity in page] for name, page in pages.items()}


@pytest.mark.parametrize(
    ("caller", "operations"),
    [(Caller.AGENT, (POS, KEY, PAYMENT, PAID, CANCELLATION, RECEIPT)), (Caller.MERCHANT, (POS, PAID))],
)
def test_what_stayed_behind_is_out_of_reach(world: World, caller: Caller, operations: tuple[Operation, ...]) -> None:
    target = world.targets[Where.OWN]
    assert listed(world, caller) == {"pos": [target["pos_id"]], "transactions": [target["transaction_id"]]}
    move(world, caller.value)
    for one in operations:
        assert is_outside(world.ask(one, caller), one)
    assert listed(world, caller) == {"pos": [], "transactions": []}
    assert world.ask(PAYMENT, Caller.POS).status == 201, "the POS goes on where it stayed"


def test_once_the_pos_has_followed_all_works_again(world: World) -> None:
    target = world.targets[Where.OWN]
    for entity_type in ("AGENT", "POS"):
        move(world, entity_type)
    assert world.ask(POS, Caller.AGENT).answer.json["district"] == NORTH.district
    assert world.ask(KEY, Caller.AGENT, headers={"If-Match": '"3"'}).status == 200
    paid = world.ask(PAYMENT, Caller.AGENT).answer.json
    assert {name: paid[name] for name in NORTH.shown()} == NORTH.shown()
    own = {"transaction_id": paid["id"]}
    assert world.ask(PAID, Caller.AGENT, ids=own).status == 200
    assert world.ask(RECEIPT, Caller.AGENT, ids=own).status == 201
    assert world.ask(CANCELLATION, Caller.AGENT, ids=own, headers={"If-Match": '"1"'}).status == 200
    assert listed(world, Caller.AGENT) == {"pos": [target["pos_id"]], "transactions": [paid["id"]]}
    for one in (PAID, CANCELLATION, RECEIPT):
        assert is_outside(world.ask(one, Caller.AGENT), one), "what was paid before belongs where it was paid"


@pytest.fixture
def before_writing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Something that happens once: just before the next transaction, which is decided on what was there till then."""

    def let(happen: Callable[[], None]) -> None:
        call, waiting = BaseClient._make_api_call, [happen]  # type: ignore[attr-defined]  # botocore's seam

        def written(client: Any, name: str, *arguments: Any) -> Any:
            if name == "TransactWriteItems" and waiting:
                with own_loop():
                    waiting.pop()()
            return call(client, name, *arguments)

        monkeypatch.setattr(BaseClient, "_make_api_call", written)

    return let


def paid_in(world: World) -> list[str]:
    """The districts of the POS's payments, in order, but for the first of all."""
    own = world.targets[Where.OWN]["transaction_id"]
    created = [one for one in world.events() if one.header.action == "TRANSACTION_CREATED"]
    return [one.body["after"]["district"] for one in created if one.header.entity_id != own]


Letting = Callable[[Callable[[], None]], None]


def test_a_payment_that_an_approval_overtakes_is_refused_and_then_taken_there(
    world: World, before_writing: Letting
) -> None:
    asked, approvals = asked_to_move(world, "POS"), []
    before_writing(lambda: approvals.append(approve(world, asked).status))
    late, again = (world.ask(PAYMENT, Caller.POS) for _ in range(2))
    assert approvals == [200]
    assert (late.status, late.answer.code, again.status) == (409, "CONFLICT", 201)
    assert ("TRANSACTION_FAILED", "FAILED") in late.recorded
    assert paid_in(world) == [NORTH.district]


def test_a_payment_just_before_the_approval_is_one_of_the_place_that_is_left(
    world: World, before_writing: Letting
) -> None:
    asked, payments = asked_to_move(world, "POS"), []
    before_writing(lambda: payments.append(world.ask(PAYMENT, Caller.POS).status))
    assert approve(world, asked).status == 200
    assert payments == [201]
    assert world.ask(POS, Caller.ADMIN).answer.json["district"] == NORTH.district
    assert paid_in(world) == [HOME.district]
