"""What a check found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Fact = int | str | tuple[str, ...]


class State(StrEnum):
    """`NONE`: there is nothing to judge yet; `AWAY`: the place to look at did not answer."""

    OK = "OK"
    LATE = "LATE"
    BROKEN = "BROKEN"
    NONE = "NONE"
    AWAY = "AWAY"


@dataclass(frozen=True)
class Reading:
    """`at` is the moment that the check is about, in ms since 1970, None if there is none; `why` names the finding."""

    check: str
    state: State
    at: int | None = None
    why: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)


def by_age(age: int, late: int, broken: int) -> State:
    """Of milliseconds: later than `late`, or than `broken`."""
    if age > broken:
        return State.BROKEN
    return State.LATE if age > late else State.OK
