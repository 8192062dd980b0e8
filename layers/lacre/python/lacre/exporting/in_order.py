"""Work done some items ahead, its results in the order of the items."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def in_order(pool: Executor, work: Callable[[Item], Made], items: Iterable[Item], ahead: int) -> Iterator[Made]:
    """What `work` makes of each item; no more than `ahead` of them are in the pool, or wait to be taken, at once."""
    running: deque[Future[Made]] = deque()
    try:
        for item in items:
            running.append(pool.submit(work, item))
            if len(running) == ahead:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        for future in running:
            future.cancel()
