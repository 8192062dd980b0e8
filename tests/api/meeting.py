"""Two requests of which each is decided before the other is written."""

import threading
from concurrent.futures import ThreadPoolExecutor

from tests.api.cloud import own_loop
from tests.api.gateway import Answer, Request
from tests.api.operation import Caller, Operation
from tests.api.world import World

PATIENCE_S = 20


class Meeting:
    """Holds the first two transactions until both are there."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2, timeout=PATIENCE_S)
        self._places = threading.Semaphore(2)

    def before_writing(self) -> None:
        if self._places.acquire(blocking=False):
            self._both.wait()


def at_once(world: World, two: ThreadPoolExecutor, *asked: tuple[Operation, Caller]) -> list[int]:
    """The statuses, sorted."""
    sent = [(one.function, world.request(one, caller)) for one, caller in asked]
    return sorted(answer.status for answer in sent_at_once(world, two, *sent))


def sent_at_once(world: World, two: ThreadPoolExecutor, *sent: tuple[str, Request]) -> list[Answer]:
    """The answers to requests of functions, in their order."""

    def attempt(one: tuple[str, Request]) -> Answer:
        with own_loop():
            return world.send(*one)

    return list(two.map(attempt, sent))


def told_since(world: World, known: set[str]) -> list[tuple[str, str]]:
    """What was recorded of the requests themselves."""
    own = [one for one in world.events(without=known) if one.body["request"] is not None]
    return sorted((one.header.action, one.header.outcome.value) for one in own)


def ids_of(world: World) -> set[str]:
    return {one.header.id for one in world.events()}
