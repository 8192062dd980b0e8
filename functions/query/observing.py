"""What the page of one event looks at around it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lacre.observing.look_around import LookAround


@dataclass(frozen=True)
class Observing:
    """`zone`: by whose clocks people trade."""

    look_around: LookAround
    zone: ZoneInfo
