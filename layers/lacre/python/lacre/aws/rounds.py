"""Asking again for what AWS left undone: eight rounds, each pause twice as long as the one before."""

from collections.abc import Callable, Iterator

_ROUNDS = 8
_FIRST_PAUSE_S = 0.02

Pause = Callable[[float], None]
"""Waits some seconds."""


def rounds(pause: Pause) -> Iterator[int]:
    """The rounds' numbers; between two of them `pause` is called: two and a half seconds, all in all."""
    for number in range(_ROUNDS):
        if number:
            pause(_FIRST_PAUSE_S * 2 ** (number - 1))
        yield number
