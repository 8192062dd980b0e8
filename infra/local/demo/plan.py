"""What a province of a seed consists of: everything that the API does not decide."""

import random
from dataclasses import dataclass
from math import ceil
from string import ascii_lowercase

from infra.local.demo.names import DISTRICTS

FEWEST_DISTRICTS = 4
"""Enough that some district is somebody else's, and that a few callers are at work at once."""

PIN_DIGITS = 6


@dataclass(frozen=True)
class Size:
    """How many there are of each."""

    districts: int
    agents: int
    pos: int
    merchants: int
    markets: int

    @classmethod
    def of(cls, scale: float) -> "Size":
        """The share `scale` (above 0, 1 at most) of a whole province. Raises ValueError."""
        if not 0 < scale <= 1:
            raise ValueError("the scale is above 0, and 1 at most")
        districts = max(FEWEST_DISTRICTS, ceil(10 * scale))
        # Every district has two agents at least: one is moved away.
        agents, pos = max(2 * districts, ceil(200 * scale)), max(2 * districts, ceil(300 * scale))
        return cls(districts, agents, pos, max(districts, ceil(100 * scale)), max(districts, ceil(30 * scale)))


@dataclass(frozen=True)
class Plan:
    """The same seed and size give the same names, PINs, amounts and mischief, whatever else runs at once."""

    seed: int
    size: Size

    @property
    def districts(self) -> tuple[str, ...]:
        return DISTRICTS[: self.size.districts]

    @property
    def tag(self) -> str:
        """The seed in letters, a to z for 1 to 26: many digits in a row would be withheld as a secret."""
        left, letters = self.seed, ""
        while left > 0:
            left, letter = divmod(left - 1, len(ascii_lowercase))
            letters = ascii_lowercase[letter] + letters
        return letters

    def username(self, role: str, number: int = 1) -> str:
        return f"{role}-{number}-{self.tag}"

    def chance(self, what: str, number: int = 0) -> random.Random:
        """The dice for one thing: no other thing's dice depend on when it is thrown."""
        return random.Random(f"{self.seed} {what} {number}")  # noqa: S311 - the same again is what it is for

    def pin(self, username: str) -> str:
        """Somebody's own PIN, none of those that everybody tries: all digits equal, or all different and in a row."""
        dice = self.chance(f"PIN of {username}")
        while True:
            pin = "".join(dice.choices("0123456789", k=PIN_DIGITS))
            if 1 < len(set(pin)) < PIN_DIGITS:
                return pin

    def numbers(self, count: int, district: int) -> list[int]:
        """Which of 1 to `count` belong to a district (from 0): they are dealt out in turn."""
        return list(range(district + 1, count + 1, self.size.districts))


def address(number: int) -> str:
    """An address of documentation."""
    return f"192.0.2.{number % 250 + 1}"
