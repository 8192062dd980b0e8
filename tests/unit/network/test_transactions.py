"""Transactions: made on a POS that may, by those who may, and cancelled once."""

from dataclasses import replace
from typing import Any

import pytest

from lacre.model.place import Place
from network.model.pos import PosState
from tests.unit.network.transaction_worlds import PATH, PAYMENT, TransactionWorld
from tests.unit.network.worlds import FAR, FIRST_AGENT, HOME, HOSTILE_IDS, at, by, id_of, key_of, with_key

MISTAKE = {"reason": "Typed twice"}
NO_AMOUNTS: list[object] = [12.5, 12, None, "0", "-1", "1e3", "1.234", "1000000000000", "", [], True]


def test_a_pos_makes_a_transaction_with_its_event() -> None:
    world = TransactionWorld()
    answer = world.client.post(PATH, json=PAYMENT, headers=world.key)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    made, event = answer.json(), world.only_event
    assert (made["amount"], made["state"], made["receipt"], made["occurred_at"]) == ("12.50", "CREATED", None, None)
    assert (made["pos_id"], made["agent_id"]) == (world.terminal.id, world.terminal.agent_id)
    assert (made["province"], made["market_id"]) == ("Nampula", world.terminal.market_id)
    assert (event.action, event.entity_type, event.entity_id) == ("TRANSACTION_CREATED", "TRANSACTION", made["id"])
    assert (event.actor_type, event.actor_id, event.source) == ("POS", world.terminal.id, "API")
    assert world.told_by(event)["amount"] == "12.50"
    assert world.transactions.rows[made["id"]].shown() == world.told_by(event)


@pytest.mark.parametrize("amount", ["250000.00", "999999999999.99", "0.01"])
def test_every_amount_is_told_by_the_log_as_it_is(amount: str) -> None:
    world = TransactionWorld()
    assert world.take(amount=amount)["amount"] == amount
    assert world.told_by(world.only_event)["amount"] == amount


def test_a_receipt_is_printed_at_once_in_the_same_transaction() -> None:
    world = TransactionWorld()
    made = world.take(print_receipt=True)
    created, printed = sorted(world.events, key=lambda one: one.action, reverse=True)
    assert (printed.action, printed.entity_type, printed.entity_id) == (
        "RECEIPT_PRINTED",
        "RECEIPT",
        made["receipt"]["id"],
    )
    assert printed.correlation_id == created.id
    assert world.told_by(printed) == {"transaction_id": made["id"], "agent_id": FIRST_AGENT, "copies": 1}
    again = world.client.post(f"{PATH}/{made['id']}/receipts", headers=world.key)
    assert (again.status_code, again.json()["copies"]) == (201, 2)


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("admin", FAR, 201),
        ("supervisor", Place("Nampula", "Norte"), 201),
        ("supervisor", FAR, 403),
        ("agent", HOME, 201),
        ("agent", FAR, 403),
    ],
)
def test_others_make_one_on_a_pos_that_is_theirs_or_in_their_scope(name: str, place: Place, status: int) -> None:
    world = TransactionWorld()
    pos = world.pos(place)
    answer = world.client.post(PATH, json={**PAYMENT, "pos_id": pos.id}, headers=by(name))
    assert answer.status_code == status
    expected = "TRANSACTION_CREATED" if status == 201 else "ACCESS_OUTSIDE_JURISDICTION"
    assert world.only_event.action == expected


@pytest.mark.parametrize("name", ["clerk", "merchant", "auditor", "trader"])
def test_other_roles_make_none(name: str) -> None:
    world = TransactionWorld()
    answer = world.client.post(PATH, json={**PAYMENT, "pos_id": world.terminal.id}, headers=by(name))
    assert (answer.status_code, world.only_event.action) == (403, "UNAUTHORIZED_ACCESS_ATTEMPT")
    assert not world.transactions.rows


def test_nobody_makes_one_on_the_pos_of_somebody_else() -> None:
    world = TransactionWorld()
    other = world.pos(agent_id=id_of(1))
    for headers in (world.key, by("agent")):
        answer = world.client.post(PATH, json={**PAYMENT, "pos_id": other.id}, headers=headers)
        assert (answer.status_code, world.last_event.action) == (403, "ACCESS_OUTSIDE_JURISDICTION")
        assert (world.last_event.entity_type, world.last_event.entity_id) == ("POS", other.id)


@pytest.mark.parametrize("pos_id", HOSTILE_IDS)
def test_a_pos_that_does_not_exist_is_not_found(pos_id: str) -> None:
    world = TransactionWorld()
    answer = world.client.post(PATH, json={**PAYMENT, "pos_id": pos_id}, headers=by("admin"))
    assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_POS")
    assert (world.only_event.action, world.only_event.outcome) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")


def test_people_name_the_pos() -> None:
    world = TransactionWorld()
    answer = world.client.post(PATH, json=PAYMENT, headers=by("admin"))
    assert (answer.status_code, answer.json()["code"]) == (422, "POS_ID_MISSING")
    assert (world.only_event.action, world.only_event.outcome) == ("TRANSACTION_FAILED", "FAILED")


@pytest.mark.parametrize(
    ("change", "given", "status", "code"),
    [
        ({"state": PosState.BLOCKED}, {}, 409, "POS_BLOCKED"),
        ({"maximum_amount": "12.49"}, {}, 422, "AMOUNT_OVER_MAXIMUM"),
        ({"maximum_amount": "9.00"}, {"amount": "10"}, 422, "AMOUNT_OVER_MAXIMUM"),
    ],
)
def test_a_declined_one_is_recorded_once(change: Any, given: Any, status: int, code: str) -> None:
    world = TransactionWorld()
    pos = replace(world.terminal, **change)
    world.terminals.rows[pos.id] = pos
    answer = world.client.post(PATH, json={**PAYMENT, "pos_id": pos.id, **given}, headers=by("agent"))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert world.only_event.action == "TRANSACTION_FAILED"
    assert not world.transactions.rows


def test_the_maximum_itself_may_be_taken() -> None:
    world = TransactionWorld()
    world.terminals.rows[world.terminal.id] = replace(world.terminal, maximum_amount="12.50")
    assert world.take()["amount"] == "12.50"


def test_a_pos_that_is_blocked_meanwhile_makes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()
    blocked = replace(world.terminal, state=PosState.BLOCKED, version=2)
    with monkeypatch.context() as patch:
        # What was read is not what is kept when it is written.
        patch.setattr(world.terminals, "find", lambda _, before=world.terminal: before)
        world.terminals.rows[blocked.id] = blocked
        answer = world.client.post(PATH, json=PAYMENT, headers=world.key)
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    assert (world.only_event.action, world.only_event.outcome) == ("TRANSACTION_FAILED", "FAILED")
    assert not world.transactions.rows


@pytest.mark.parametrize(
    "change",
    [
        *[{"amount": value} for value in NO_AMOUNTS],
        *[{"currency": value} for value in ("mzn", "ZZZ", "", None, 5)],
        *[{"method": value} for value in ("cash", "CHEQUE", None, 5)],
        *[{"description": value} for value in ("", "4111111111111111", "a\u202eb", 5, "x" * 201)],
        *[{"print_receipt": value} for value in ("yes", 1, None)],
        {"extra": "482913112233"},
        {"pos_id": 5},
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(change: Any) -> None:
    world = TransactionWorld()
    answer = world.client.post(PATH, json={**PAYMENT, **change}, headers=world.key)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")
    assert (world.only_event.action, world.only_event.outcome) == ("TRANSACTION_FAILED", "FAILED")
    assert "4111111111111111" not in world.kept + answer.text
    assert "482913112233" not in world.kept + answer.text


def test_it_is_read_and_listed_by_those_whose_it_is() -> None:
    world = TransactionWorld()
    made = [world.take(print_receipt=number == 0) for number in range(3)]
    other = world.pos(FAR, agent_id=id_of(1), merchant_id=id_of(2))
    foreign = world.client.post(PATH, json=PAYMENT, headers=with_key(key_of(other.id))).json()
    listed = [{name: value for name, value in one.items() if name != "receipt"} for one in made]
    for headers in (world.key, by("agent"), by("merchant"), by("supervisor")):
        assert world.client.get(PATH, headers=headers).json() == {"transactions": listed, "cursor": None}
        read = world.client.get(f"{PATH}/{made[0]['id']}", headers=headers)
        assert (read.status_code, read.headers["ETag"], read.json()) == (200, '"1"', made[0])
        assert world.client.get(f"{PATH}/{foreign['id']}", headers=headers).status_code == 403
        assert world.last_event.action == "ACCESS_OUTSIDE_JURISDICTION"
    assert len(world.client.get(PATH, headers=by("admin")).json()["transactions"]) == 4


@pytest.mark.parametrize("name", ["merchant", "agent", "supervisor", "admin"])
def test_a_list_is_read_page_by_page(name: str) -> None:
    world = TransactionWorld()
    made = [world.take()["id"] for _ in range(5)]
    pages = world.pages_of(PATH, name, 2)
    assert [one["id"] for page in pages for one in page["transactions"]] == made
    assert {one.action for one in world.events[-3:]} == {"LIST_ENTITIES"}


def test_an_agent_of_nobody_and_a_clerk_list_none() -> None:
    world = TransactionWorld()
    assert world.client.get(PATH, headers=by("agent of nobody")).status_code == 403
    assert world.client.get(PATH, headers=by("clerk")).status_code == 403
    assert world.client.get(PATH, params={"cursor": "x"}, headers=by("agent")).status_code == 400


@pytest.mark.parametrize("transaction_id", HOSTILE_IDS)
def test_one_that_does_not_exist_is_not_found(transaction_id: str) -> None:
    world = TransactionWorld()
    answers = [
        world.client.get(f"{PATH}/{transaction_id}", headers=by("admin")),
        world.client.post(f"{PATH}/{transaction_id}/cancel", json=MISTAKE, headers=at("admin")),
        world.client.post(f"{PATH}/{transaction_id}/receipts", headers=by("admin")),
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert [event.action for event in world.events] == ["UNAUTHORIZED_ACCESS_ATTEMPT"] * 3


def test_it_is_cancelled_once_with_its_reason() -> None:
    world = TransactionWorld()
    path = f"{PATH}/{world.take()['id']}/cancel"
    first, second = (world.client.post(path, json=MISTAKE, headers=at("agent")) for _ in range(2))
    assert (first.status_code, first.headers["ETag"], first.json()["state"]) == (200, '"2"', "CANCELLED")
    assert (second.status_code, second.json()["code"]) == (409, "ALREADY_CANCELLED")
    cancelled, refused = world.events[1:]
    assert [(one.action, one.outcome) for one in (cancelled, refused)] == [
        ("TRANSACTION_CANCELLED", "SUCCEEDED"),
        ("TRANSACTION_CANCELLED", "FAILED"),
    ]
    assert (cancelled.severity, world.body_of(cancelled)["before"]["state"]) == ("MEDIUM", "CREATED")
    assert world.told_by(cancelled)["cancelled_because"] == MISTAKE["reason"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({**by("agent")}, 428),
        (at("agent", 2), 409),
        ({**by("agent"), "If-Match": "*"}, 422),
        (at("merchant"), 403),
        (at("clerk"), 403),
        (at("supervisor"), 200),
    ],
)
def test_it_is_cancelled_at_its_version_by_those_who_may(headers: dict[str, str], status: int) -> None:
    world = TransactionWorld()
    path = f"{PATH}/{world.take()['id']}/cancel"
    assert world.client.post(path, json=MISTAKE, headers=headers).status_code == status
    assert len(world.events) == 2


def test_of_two_cancellations_at_once_one_wins_and_both_are_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()
    made = world.transactions.rows[world.take()["id"]]
    with monkeypatch.context() as patch:
        patch.setattr(world.transactions, "find", lambda _: made)
        path = f"{PATH}/{made.id}/cancel"
        answers = [world.client.post(path, json=MISTAKE, headers=at(name)) for name in ("agent", "admin")]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert [one.outcome for one in world.events[1:]] == ["SUCCEEDED", "FAILED"]


def test_a_repeated_request_makes_one_transaction() -> None:
    world = TransactionWorld()
    headers = {**world.key, "Idempotency-Key": "till-1-0001"}
    first, second = (world.client.post(PATH, json=PAYMENT, headers=headers) for _ in range(2))
    assert (second.status_code, second.json()) == (201, first.json())
    assert second.headers["Idempotent-Replayed"] == "true"
    assert len(world.events) == len(world.transactions.rows) == 1
