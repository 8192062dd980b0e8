"""What stands around one event in the log."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.header import Header
from lacre.ports.blocks import Block
from lacre.ports.rows import Entry


@dataclass(frozen=True)
class Strand:
    """Events of one kind in order, the event itself among them, as far as was looked; there may be more either way."""

    events: Sequence[Entry]
    has_earlier: bool
    has_later: bool


@dataclass(frozen=True)
class History:
    """What an actor did before, the newest first.

    `since` is how far it goes back: to the moment from which it was looked for, or, if it `is_cut`, to its oldest.
    """

    events: Sequence[Header]
    since: str
    is_cut: bool


@dataclass(frozen=True)
class Around:
    """`history`, `session` and `block` are None for an actor who is nobody in particular, `session` without one.

    `findings` are the ids of the detector's events about the actor or the entity.
    """

    correlated: Strand
    session: Strand | None
    history: History | None
    block: Block | None
    findings: Sequence[str]
