"""Looking around an event: in order, bounded, and honest about how far."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from lacre.model import moment
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType
from lacre.observing.look_around import EACH_WAY, LOOKED_BACK, LookAround
from lacre.ports.blocks import Block
from lacre.ports.errors import StoreUnavailableError
from lacre.searching.search import SETTLED_AFTER_MS, Search
from tests.fakes.ambient import START, ManualClock
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.drafts import CLERK, agent_created
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemorySealing
from tests.fakes.trail import MemoryTrail

_POOL = ThreadPoolExecutor(4)
_LOOKING = ThreadPoolExecutor(2)


class World:
    def __init__(self) -> None:
        self.trail = MemoryTrail()
        self.clock = ManualClock(START + 10 * SETTLED_AFTER_MS)
        self.blocks = MemoryBlocks()
        rows = MemoryRows(self.trail.events)
        search = Search(self.trail.events, rows, MemorySealing().heads, self.clock, _POOL)
        self.look_around = LookAround(search, self.blocks, _LOOKING)
        self.recorder = self.trail.recorder()

    def record(self, *drafts: Draft) -> list[Header]:
        return [_header(self.recorder.record([draft])[0]) for draft in drafts]


def _header(stored: ReceiptedEvent) -> Header:
    return stored.event.header


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("is_settled", [True, False])
def test_the_session_is_told_in_order_with_the_event_in_it(world: World, is_settled: bool) -> None:
    if not is_settled:
        world.clock.time = START
    made = world.record(*(agent_created(number) for number in range(5)))
    session = world.look_around(made[2]).session
    assert session is not None
    assert [one.id for one in session.events] == [one.id for one in made]
    assert not session.has_earlier
    assert not session.has_later


def test_a_long_session_is_cut_on_both_sides_and_says_so(world: World) -> None:
    made = world.record(*(agent_created(number) for number in range(80)))
    session = world.look_around(made[40]).session
    assert session is not None
    assert [one.id for one in session.events] == [one.id for one in made[40 - EACH_WAY : 40 + EACH_WAY]]
    assert (session.has_earlier, session.has_later) == (True, True)


def test_a_history_says_how_far_it_goes_back(world: World) -> None:
    first, second = world.record(agent_created(1), agent_created(2))
    history = world.look_around(second).history
    assert history is not None
    assert ([one.id for one in history.events], history.is_cut) == ([first.id], False)
    assert history.since == moment.to_text(moment.to_milliseconds(second.recorded_at) - 30 * 86_400_000)


def test_a_long_history_goes_back_to_its_oldest(world: World) -> None:
    made = world.record(*(agent_created(number) for number in range(LOOKED_BACK + 10)))
    history = world.look_around(made[-1]).history
    assert history is not None
    assert (len(history.events), history.is_cut) == (LOOKED_BACK, True)
    assert history.since == history.events[-1].recorded_at == made[9].recorded_at


def test_a_terminal_and_an_account_of_one_id_have_each_their_own_history(world: World) -> None:
    terminal = replace(CLERK, type=ActorType.POS, role=None, session_id=None)
    drafts = [replace(agent_created(number), actor=(CLERK, terminal)[number % 2]) for number in range(8)]
    drafts.append(replace(agent_created(8), actor=replace(CLERK, type=ActorType.SUPERVISOR, role="SUPERVISOR")))
    made = world.record(*drafts)
    of_terminal, of_account = (world.look_around(one).history for one in made[-2:])
    assert of_terminal is not None
    assert of_account is not None
    assert [one.id for one in of_terminal.events] == [made[number].id for number in (5, 3, 1)]
    assert [one.id for one in of_account.events] == [made[number].id for number in (6, 4, 2, 0)]


def test_nobody_in_particular_has_neither_history_nor_block(world: World) -> None:
    (unknown,) = world.record(replace(agent_created(1), actor=replace(UNKNOWN_ACTOR, session_id="s-1")))
    found = world.look_around(unknown)
    assert (found.history, found.session, found.block) == (None, None, None)
    assert [one.id for one in found.correlated.events] == [unknown.id]


def test_the_last_block_of_the_actor_is_found(world: World) -> None:
    (made,) = world.record(agent_created(1))
    world.blocks.place(Block("b", CLERK.id, "USER", "rule", "alert", "why", made.recorded_at, made.recorded_at))
    found = world.look_around(made).block
    assert found is not None
    assert found.block_id == "b"


def test_a_store_that_does_not_answer_is_not_passed_over(world: World) -> None:
    (made,) = world.record(agent_created(1))
    world.blocks.is_away = True
    with pytest.raises(StoreUnavailableError):
        world.look_around(made)
