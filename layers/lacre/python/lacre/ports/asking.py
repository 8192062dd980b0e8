"""Asking somebody outside, who may never come to an end: on a thread that nothing waits for."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def begin(question: Callable[[], T]) -> Future[T]:
    """Ask at once; whoever asks decides how long to wait for the future, and leaves it behind when it is late.

    No timeout of a socket bounds a peer that sends a byte now and then. A pool's threads would be waited for when the
    interpreter ends, a daemon is not.
    """
    told: Future[T] = Future()

    def ask() -> None:
        try:
            told.set_result(question())
        except BaseException as error:  # noqa: BLE001 - whoever asked is handed it
            told.set_exception(error)

    threading.Thread(target=ask, name="asking", daemon=True).start()
    return told
