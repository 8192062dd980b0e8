"""A POS without a network: it uploads later what it did, with something missing, something wrong, and twice."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from infra.local.demo.acts import SYNC
from infra.local.demo.callers import UnexpectedAnswerError
from infra.local.demo.district import District, Terminal
from infra.local.demo.sales import sale

FEWEST, MOST = 3, 12
MINUTES_BETWEEN = 7


def upload(district: District, terminal: Terminal) -> None:
    """Upload a batch; in some of them a number is missing or an amount is wrong, and some are uploaded again."""
    dice = district.plan.chance("offline", terminal.number)
    items = _batch(dice, dice.randint(FEWEST, MOST))
    if dice.random() < 1 / 3:
        del items[1]
    is_wrong = dice.random() < 1 / 2
    if is_wrong:
        items[-1]["amount"] = "0.00"
    good = items[:-1] if is_wrong else items
    act = SYNC.also("TRANSACTION_CREATED", len(good)).also("TRANSACTION_FAILED", len(items) - len(good))
    act = act.also("RECEIPT_PRINTED", sum(item["print_receipt"] for item in good))
    expected = ["CREATED"] * len(good) + ["INVALID"] * (len(items) - len(good))
    _expect(terminal.caller.act(act, {"items": items}), expected)
    if dice.random() < 1 / 3:
        _expect(terminal.caller.act(SYNC, {"items": items}), ["DUPLICATE"] * len(items))


def _batch(dice: Random, count: int) -> list[dict[str, Any]]:
    began = datetime.now(UTC) - timedelta(minutes=MINUTES_BETWEEN * count)
    return [
        {
            **sale(dice),
            "sequence": number,
            "occurred_at": f"{began + timedelta(minutes=MINUTES_BETWEEN * number):%Y-%m-%dT%H:%M:%S}.000Z",
            "print_receipt": dice.random() < 1 / 3,
        }
        for number in range(1, count + 1)
    ]


def _expect(answer: dict[str, Any], expected: list[str]) -> None:
    results = [one["result"] for one in answer["results"]]
    if results != expected:
        raise UnexpectedAnswerError(f"an upload ended in {results}, not in {expected}")
