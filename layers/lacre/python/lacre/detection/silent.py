"""Silence: of a group only its last event matters, and the one after which it was last found silent.

A silence fires when it is complete and nothing of it can still be on its way; an event within it that comes later all
the same undoes the episode. Older events than the last change nothing else, so nothing is late.

An episode is numbered by the moment (ms) of the event that it came after, and not by how many came before: a silence
that late data undid never was one for whoever gets the events in order.
"""

from collections.abc import Iterable
from dataclasses import replace

from lacre.detection.kinds.absence import Absence
from lacre.detection.window import Admission, Episode
from lacre.ports.detection import Arrival, WindowState


def admit_to_silence(state: WindowState, offered: Iterable[Arrival], kind: Absence, silent_until: int) -> Admission:
    """As `lacre.detection.admitting.admit`."""
    known = sorted({arrival for arrival in offered if arrival.marks & kind.counted}.union(state.arrivals))
    if not known:
        return Admission(state, state.closed)
    last, fired = known[-1], _fired(state, kind)
    undone: tuple[Episode, ...] = ()
    if fired is not None and any(fired < arrival and arrival.at <= state.closed_until for arrival in known):
        undone = (Episode(fired.at, (fired,), 1, state.closed_until),)
    remembered = None if undone else fired
    due_at = None if last == remembered or not kind.is_armed(last) else _due(state, last, kind, silent_until)
    raised: tuple[Episode, ...] = ()
    if due_at is not None and due_at <= silent_until:
        raised = (Episode(last.at, (last,), 1, due_at),)
        remembered, due_at = last, None
    new = replace(
        state,
        watermark=max(state.watermark, last.at),
        closed=state.closed + len(raised),
        closed_until=raised[0].at if raised else state.closed_until if remembered else 0,
        due_at=due_at,
        arrivals=tuple(sorted({last, *([remembered] if remembered else [])})),
    )
    return Admission(new, new.closed, raised=raised, undone=undone)


def _due(state: WindowState, last: Arrival, kind: Absence, silent_until: int) -> int:
    # Left where it is as long as it is too early rather than too late: to move it at each event would be two writes to
    # the index, and whoever decides too early moves it then.
    if state.due_at is not None and silent_until < state.due_at:
        return state.due_at
    return kind.complete_at(last.at)


def _fired(state: WindowState, kind: Absence) -> Arrival | None:
    """The event after which the group was last found silent, while that stands."""
    if not state.closed_until:
        return None
    return next((one for one in state.arrivals if kind.complete_at(one.at) == state.closed_until), None)
