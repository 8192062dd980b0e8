"""Charts of hours as numbers for SVG: stacked columns of one width, in the units of the view box."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 190
LEFT, TOP, BOTTOM = 46, 8, 24
_LEAST = 2.0
"""Whatever occurred at all is seen, however much else did."""


@dataclass(frozen=True)
class Segment:
    kind: str
    count: int
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """One hour; `label` stands below some of them only. It is not whole if more may be counted."""

    hour: str
    x: float
    width: float
    total: int
    segments: Sequence[Segment]
    label: str
    is_whole: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Line:
    y: float
    value: int


@dataclass(frozen=True)
class Chart:
    columns: Sequence[Column]
    lines: Sequence[Line]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT

    @property
    def floor(self) -> int:
        return self.height - BOTTOM


@dataclass(frozen=True)
class Bar:
    """What a column is made of, from the bottom up."""

    hour: str
    counts: Mapping[str, int]
    is_whole: bool


def chart(bars: Sequence[Bar]) -> Chart:
    top = rounded_up(max((sum(bar.counts.values()) for bar in bars), default=0))
    room = HEIGHT - TOP - BOTTOM
    step = (WIDTH - LEFT) / max(1, len(bars))
    columns = [
        Column(
            hour=bar.hour,
            x=round(LEFT + place * step + step * 0.12, 2),
            width=round(step * 0.76, 2),
            total=sum(bar.counts.values()),
            segments=_segments(bar.counts, room / top),
            label=bar.hour[11:13] if int(bar.hour[11:13]) % 3 == 0 else "",
            is_whole=bar.is_whole,
        )
        for place, bar in enumerate(bars)
    ]
    lines = [Line(round(HEIGHT - BOTTOM - room * part, 2), round(top * part)) for part in (0.0, 0.5, 1.0)]
    return Chart(columns, lines)


def rounded_up(most: int) -> int:
    """The next of 2, 4 and so on to 16, of 20, 40 and so on to 160: the half of it is a whole number."""
    power = 1
    while True:
        for step in range(2, 18, 2):
            if most <= step * power:
                return step * power
        power *= 10


def _segments(counts: Mapping[str, int], scale: float) -> list[Segment]:
    floor, made = float(HEIGHT - BOTTOM), []
    for kind, count in counts.items():
        if count:
            height = max(_LEAST, count * scale)
            floor -= height
            made.append(Segment(kind, count, round(floor, 2), round(height, 2)))
    return made
