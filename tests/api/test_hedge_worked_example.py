"""The specification's worked example through the own handler. tests/contract plays it on AWS's engine too."""

from collections.abc import Callable

import pytest

from tests.api import hedge_example
from tests.api.hedge_example import Desk, Positions
from tests.api.meeting import ids_of
from tests.api.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    """With nothing on it."""
    world.cloud.empty("hedge", "ledger")
    return Desk(lambda request: world.send("hedge", request), world.credentials)


@pytest.mark.parametrize("part", hedge_example.PARTS, ids=lambda one: one.__name__)
def test_each_part_holds(desk: Desk, part: Callable[[Desk, Positions], None]) -> None:
    part(desk, hedge_example.opened(desk))


def test_a_settlement_tells_of_the_contract_too(world: World, desk: Desk) -> None:
    at, known = hedge_example.opened(desk), ids_of(world)
    assert desk.settle(at.hs, "2026-01-30").status == 201
    by_type = {one.header.entity_type.value: one for one in world.events(without=known)}
    settled, closed = by_type["SETTLEMENT"], by_type["CONTRACT"]
    assert {(one.header.action, one.header.entity_id) for one in by_type.values()} == {("SETTLE_CONTRACT", at.hs)}
    assert settled.header.id == settled.header.correlation_id == closed.header.correlation_id
    before, after = closed.body["before"], closed.body["after"]
    assert after == {**before, "status": "settled", "linked_mt": "0.000", "released": {at.so1: "40.000"}}
    assert (before["status"], before["linked_mt"]) == ("active", "40.000")


def test_packing_the_ledger_changes_no_answer(world: World, desk: Desk) -> None:
    hedge_example.play(desk)
    queries: list[dict[str, str]] = [{}, {"limit": "3"}, {"start": "2026-01-30"}, {"end": "2026-01-29"}]
    before = [desk.read(hedge_example.LEDGER, query) for query in queries]
    assert world.cloud.sweep({"job": "pack"}, None) == {"ledger": 4}
    assert [len(answer["entries"]) for answer in before] == [4, 3, 2, 2]
    assert [desk.read(hedge_example.LEDGER, query) for query in queries] == before
    assert desk.read(hedge_example.LEDGER, {"cursor": before[1]["cursor"]})["entries"] == before[0]["entries"][3:]


def test_every_request_of_it_is_recorded_once(world: World, desk: Desk) -> None:
    known = ids_of(world)
    hedge_example.play(desk)
    own = [one for one in world.events(without=known) if one.body["request"] is not None]
    assert len(own) == desk.sent
