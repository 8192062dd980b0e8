"""One group's arrivals into its state, in the way of the rule's kind."""

from collections.abc import Iterable

from lacre.detection.at_once import admit_at_once
from lacre.detection.deferred import admit_deferred
from lacre.detection.kinds.absence import Absence
from lacre.detection.silent import admit_to_silence
from lacre.detection.window import Admission, Windowing
from lacre.ports.detection import Arrival, WindowState


def admit(
    state: WindowState,
    arrivals: Iterable[Arrival],
    windowing: Windowing,
    up_to: int = 0,
    silent_until: int = 0,
) -> Admission:
    """The state with the arrivals in it, and what that fires. The state's version is left as it is.

    `up_to` (ms): all events of the group until then are known, whether or not one came; 0 is what the newest event
    tells. `silent_until` (ms): no event of the group is still on its way that happened until then.
    """
    offered = {arrival.id: arrival for arrival in arrivals}
    if isinstance(windowing.kind, Absence):
        return admit_to_silence(state, offered.values(), windowing.kind, silent_until)
    if windowing.is_deferred:
        return admit_deferred(state, offered.values(), windowing, windowing.kind, up_to)
    return admit_at_once(state, offered.values(), windowing, windowing.kind)
