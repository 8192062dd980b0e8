"""The table of the events, a line each; and what stands on every page."""

from collections.abc import Iterator, Sequence

from lacre.exporting.columns import SealedEvent
from lacre.exporting.pdf.about import Statement
from lacre.exporting.pdf.front import at
from lacre.exporting.pdf.paper import BLACK, GREY, HEIGHT, MARGIN, RIGHT, WAX, Ink, Paper, columns
from lacre.exporting.pdf.words import WORDS, Words
from lacre.model.canonical import JsonValue
from lacre.model.vocabulary import Severity

ROWS = 23
"""So many events stand on a page, two lines each."""

_WIDTHS = [13.0, 31.0, 48.0, 46.0, 20.0, 18.0, 29.0, 42.0, 26.0]
_PLACES = columns(_WIDTHS)
_WHO, _ACTION, _ENTITY = 2, 3, 7
_GAP = 1.5
_TOP = 21.5
_ROW, _BETWEEN = 7.5, 3.1
_POINTS = 7.0
_INKS: dict[str, Ink] = {Severity.CRITICAL: WAX, Severity.HIGH: WAX}


def pages_of(rows: int) -> int:
    """How many pages the table takes."""
    return -(-rows // ROWS)


def draw_table(paper: Paper, statement: Statement, events: Sequence[SealedEvent]) -> Iterator[None]:
    """Draws page by page, and stops after each."""
    words = WORDS[statement.language]
    for begin in range(0, len(events), ROWS):
        paper.turn()
        paper.write(MARGIN, 11, statement.organisation, 120, 8, "B", WAX)
        paper.write_right(RIGHT, 11, words.title, 8, GREY)
        _draw_head(paper, words)
        for number, event in enumerate(events[begin : begin + ROWS]):
            _draw_row(paper, _TOP + 5.3 + number * _ROW, event)
        yield


def draw_foot(paper: Paper, statement: Statement, sha256: str, pages: int) -> None:
    """What ties a page to its document, wherever it is found."""
    words = WORDS[statement.language]
    paper.rule(HEIGHT - 10.5)
    paper.write(MARGIN, HEIGHT - 6.5, f"{words.reference} {statement.reference}", 92, 6.5, ink=GREY)
    paper.write(MARGIN + 94, HEIGHT - 6.5, f"data.csv SHA-256 {sha256}", 130, 6.5, ink=GREY)
    numbers = words.number(paper.pages), words.number(pages)
    paper.write_right(RIGHT, HEIGHT - 6.5, words.page.format(*numbers), 6.5)


def _draw_head(paper: Paper, words: Words) -> None:
    paper.shade(MARGIN, _TOP - 5.2, RIGHT - MARGIN, 6.4)
    for (x, width), name in zip(_PLACES, words.columns, strict=True):
        paper.write(x + 0.5, _TOP - 1, name, width - _GAP, _POINTS, "B")
    paper.rule(_TOP + 1.2, ink=GREY)


def _draw_row(paper: Paper, y: float, event: SealedEvent) -> None:
    for (x, width), text in zip(_PLACES, _cells_above(event), strict=True):
        ink = _INKS.get(text, BLACK)
        paper.write(x + 0.5, y, text, width - _GAP, _POINTS, "B" if ink == WAX else "", ink)
    for first, end, text in _cells_below(event):
        x, width = _PLACES[first][0], sum(_WIDTHS[first:end])
        paper.write(x + 0.5, y + _BETWEEN, text, width - _GAP, _POINTS, ink=GREY)
    paper.rule(y + _BETWEEN + 1.4)


def _cells_above(event: SealedEvent) -> tuple[str, ...]:
    header = event.header
    return (
        str(event.leaf),
        at(header.recorded_at),
        # The role first: a name may be as long as its owner likes.
        f"{header.actor_role or header.actor_type}: {_text(event.body['actor_name'])}",
        header.action if header.attempted_action is None else f"{header.action}: {header.attempted_action}",
        header.outcome,
        header.severity,
        header.event_type,
        header.entity_type,
        header.ip_address,
    )


def _cells_below(event: SealedEvent) -> tuple[tuple[int, int, str], ...]:
    """What stands below, in grey: the columns from one to before another, and the text."""
    return (
        (_WHO, _ACTION, event.header.actor_id),
        (_ACTION, _ENTITY, _text(event.body["description"])),
        (_ENTITY, len(_WIDTHS), event.header.entity_id),
    )


def _text(value: JsonValue) -> str:
    # A recorder gone astray can have sealed another value than a text.
    return value if isinstance(value, str) else str(value)
