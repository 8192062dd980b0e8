"""PINs: six digits."""

import re

from lacre.ports.ambient import Entropy

DIGITS = 6
_FORM = re.compile(rf"[0-9]{{{DIGITS}}}")
_FIRST = range(10)
_RUNS = tuple("".join(str(first + step * place) for place in range(DIGITS)) for first in _FIRST for step in (-1, 0, 1))
TRIVIAL = tuple(sorted(run for run in _RUNS if _FORM.fullmatch(run)))
"""All digits equal, or each one more or one less than the one before: what is guessed first."""

# Eight bytes over a million: no PIN is likelier than another by more than one in 10^13.
_ENTROPY_BYTES = 8


def is_pin(text: str) -> bool:
    return _FORM.fullmatch(text) is not None


def is_trivial(pin: str) -> bool:
    return pin in TRIVIAL


def random_pin(entropy: Entropy) -> str:
    """A PIN to be shown once, none of the trivial ones."""
    number = int.from_bytes(entropy.take(_ENTROPY_BYTES), "big") % (10**DIGITS - len(TRIVIAL))
    for trivial in TRIVIAL:
        # Numbers from here on stand for the next PIN, so that the others stay equally likely.
        number += number >= int(trivial)
    return f"{number:0{DIGITS}d}"
