"""Receipts: one first print for each transaction, every copy told by its number."""

import pytest

from tests.unit.network.transaction_worlds import PATH, TransactionWorld
from tests.unit.network.worlds import FIRST_AGENT, at, by, id_of, key_of, with_key


def test_the_first_print_is_one_and_every_other_a_reprint() -> None:
    world = TransactionWorld()
    made = world.take()
    path = f"{PATH}/{made['id']}/receipts"
    answers = [world.client.post(path, headers=world.key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert [answer.json()["copies"] for answer in answers] == [1, 2, 3]
    assert len({answer.json()["id"] for answer in answers}) == 1
    printed = world.events[1:]
    assert [(one.action, one.severity) for one in printed] == [
        ("RECEIPT_PRINTED", "INFO"),
        ("RECEIPT_REPRINTED", "MEDIUM"),
        ("RECEIPT_REPRINTED", "MEDIUM"),
    ]
    assert {(one.entity_type, one.entity_id) for one in printed} == {("RECEIPT", answers[0].json()["id"])}
    of_agent = {"transaction_id": made["id"], "agent_id": FIRST_AGENT}
    assert world.told_by(printed[0]) == {**of_agent, "copies": 1}
    assert world.body_of(printed[2])["before"] == {**of_agent, "copies": 2}
    assert world.told_by(printed[2]) == {**of_agent, "copies": 3}
    assert world.client.get(f"{PATH}/{made['id']}", headers=world.key).json()["receipt"] == answers[2].json()


@pytest.mark.parametrize("printed", [0, 1])
def test_of_two_prints_at_once_one_wins(monkeypatch: pytest.MonkeyPatch, printed: int) -> None:
    world = TransactionWorld()
    transaction_id = world.take()["id"]
    path = f"{PATH}/{transaction_id}/receipts"
    for _ in range(printed):
        world.client.post(path, headers=world.key)
    seen = world.receipts.find(transaction_id)
    with monkeypatch.context() as patch:
        patch.setattr(world.receipts, "find", lambda _: seen)
        answers = [world.client.post(path, headers=world.key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert [one.outcome for one in world.events[-2:]] == ["SUCCEEDED", "FAILED"]
    assert world.receipts.rows[transaction_id].copies == printed + 1
    firsts = [one for one in world.events if (one.action, one.outcome) == ("RECEIPT_PRINTED", "SUCCEEDED")]
    assert len(firsts) == 1


def test_a_cancelled_transaction_has_no_receipt(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TransactionWorld()
    transaction_id = world.take()["id"]
    before = world.transactions.rows[transaction_id]
    world.client.post(f"{PATH}/{transaction_id}/cancel", json={"reason": "Typed twice"}, headers=at("agent"))
    path = f"{PATH}/{transaction_id}/receipts"
    answer = world.client.post(path, headers=world.key)
    assert (answer.status_code, answer.json()["code"]) == (409, "TRANSACTION_CANCELLED")
    with monkeypatch.context() as patch:
        # Cancelled between the look and the write.
        patch.setattr(world.transactions, "find", lambda _: before)
        assert world.client.post(path, headers=world.key).status_code == 409
    assert not world.receipts.rows
    refused = world.events[-2:]
    assert {(one.action, one.outcome) for one in refused} == {("RECEIPT_PRINTED", "FAILED")}
    assert {(one.entity_type, one.entity_id) for one in refused} == {("TRANSACTION", transaction_id)}


@pytest.mark.parametrize(
    ("name", "status"), [("agent", 201), ("admin", 201), ("supervisor", 201), ("merchant", 403), ("clerk", 403)]
)
def test_those_print_who_may_act_on_it(name: str, status: int) -> None:
    world = TransactionWorld()
    path = f"{PATH}/{world.take()['id']}/receipts"
    assert world.client.post(path, headers=by(name)).status_code == status


def test_another_pos_prints_none() -> None:
    world = TransactionWorld()
    other = world.pos(agent_id=id_of(1))
    path = f"{PATH}/{world.take()['id']}/receipts"
    assert world.client.post(path, headers=with_key(key_of(other.id))).status_code == 403
    assert world.last_event.action == "ACCESS_OUTSIDE_JURISDICTION"
