"""The figures as a Markdown table, and where they stand in the documents."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from lacre.ports.events import Index
from tests.bench.search_hours import DAYS
from tests.bench.search_measuring import Measured

DOCUMENT = Path("docs/search.md")
_BEGIN, _END = "<!-- figures: written by `make bench-search` -->", "<!-- end of the figures -->"
_HEAD = (
    "| asked | index | answer p50 | p95 | page p50 | p95 | looked at | found | all pages | target | held | floors |",
    "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|",
)


def table(found: Sequence[Measured], floors: Mapping[Index, tuple[float, float]], events: int) -> str:
    return "\n".join([*_HEAD, *(row(one, floors, events) for one in found)])


def row(one: Measured, floors: Mapping[Index, tuple[float, float]], events: int) -> str:
    (answer, answer_most), (page, page_most) = one.of_answers, one.of_pages
    ratio = answer / floors[one.question.index][0]
    cells: Iterable[object] = (
        one.question.name,
        one.question.index.value,
        *(f"{taken:.0f}" for taken in (answer, answer_most, page, page_most, one.looked_at, one.found)),
        _pages(one, events),
        one.question.target,
        "yes" if one.is_held else "**no**",
        f"{ratio:.1f}",
    )
    return f"| {' | '.join(map(str, cells))} |"


def _pages(one: Measured, events: int) -> str:
    """In how many pages the whole period is looked through, where each of its events has to be looked at."""
    if one.question.index is not Index.TIME or one.question.is_indexed:
        return "-"
    return str(math.ceil(events * one.question.days / DAYS / max(1, one.looked_at)))


def floor_table(floors: Mapping[Index, tuple[float, float]]) -> str:
    lines = [f"| {index.value} | {middle:.1f} | {most:.1f} |" for index, (middle, most) in floors.items()]
    return "\n".join(["| Floor: 50 items of | p50 | p95 |", "|---|--:|--:|", *lines])


def write(text: str) -> None:
    """Put the figures in the place of those that the document has. Raises ValueError if it has no place for them."""
    document = DOCUMENT.read_text(encoding="utf-8")
    begin, end = document.index(_BEGIN) + len(_BEGIN), document.index(_END)
    DOCUMENT.write_text(f"{document[:begin]}\n\n{text}\n\n{document[end:]}", encoding="utf-8")
