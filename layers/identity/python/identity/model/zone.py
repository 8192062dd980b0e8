"""Time zones, by their names in the IANA database (https://www.iana.org/time-zones)."""

from functools import cache
from importlib.resources import files

LONGEST = 64
"""Characters. The longest name has half as many."""


def is_zone(text: str) -> bool:
    """Whether it is the name of a time zone; case matters."""
    return text in _names()


@cache
def _names() -> frozenset[str]:
    # The package's own list: that of a machine has names of its own, such as `localtime`, that others do not know.
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())
