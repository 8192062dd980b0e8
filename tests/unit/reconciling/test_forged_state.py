"""What is kept between runs may be written by others: what no run kept is told, and begun anew."""

import pytest

from lacre.ports.reconciling import Kind
from tests.unit.reconciling.worlds import World


@pytest.mark.parametrize("text", ["2099-01-01T00:00:00.000Z", "garbage", "9", "\N{SNOWMAN}"])
def test_a_position_that_no_run_kept_is_begun_anew_and_told(text: str) -> None:
    world = World()
    world.record(5)
    world.run()
    world.state.replace(world.state.read(Kind.RECONCILIATION, "time"), text)
    lost = world.record(5, first=100)
    world.settle()
    tally = world.tally()
    told = world.reconciliation().by_the_clock(tally)["time"]()
    assert told["anew"] is True
    assert tally.forged == 1
    assert all(map(world.is_sealed, lost))
    assert tally.reached["time"] <= world.clock.now()
    assert "anew" not in world.reconciliation().by_the_clock(world.tally())["time"]()


@pytest.mark.parametrize("text", ["garbage", "7", "[1]", '[3, ["00"], ""]', '[1, [7], "x"]', "[" * 9000])
@pytest.mark.parametrize("name", ["fresh", "round", "marks", "refused", "absent time", "absent scan"])
def test_what_no_run_kept_is_as_if_nothing_were(name: str, text: str) -> None:
    world = World()
    recorded = world.record(25)
    world.seal()
    lost = world.record(5, first=30)
    world.state.replace(world.state.read(Kind.RECONCILIATION, name), text)
    world.settle()
    world.run()
    world.run()
    assert all(map(world.is_sealed, [*recorded, *lost]))
    assert world.run().forged == 0
