"""The first page: who asked for what and when, the totals, and what the extract is held against."""

from collections.abc import Iterator

from lacre.exporting.manifest import Manifest, Place
from lacre.exporting.pdf.about import Statement
from lacre.exporting.pdf.gathered import MOST_PRINTED, Gathered, Totals
from lacre.exporting.pdf.paper import GREY, MARGIN, RIGHT, WAX, Paper
from lacre.exporting.pdf.words import WORDS, Words
from lacre.model.filters import Selection

_LABEL, _VALUE = 30.0, 98.0
_TOTALS_X = 152.0
_END_OF_FILTERS = 139.0
_MOST_ACTIONS = 21
_MOST_NOTE_LINES = 6


def draw_front(paper: Paper, statement: Statement, manifest: Manifest, gathered: Gathered) -> None:
    """Begins the first page and fills it."""
    words = WORDS[statement.language]
    paper.turn()
    paper.write(MARGIN, 17, statement.organisation, 180, 11, "B", WAX)
    paper.write(MARGIN, 26, words.title, RIGHT - MARGIN, 19, "B")
    paper.rule(30, ink=WAX)
    y = _draw_facts(paper, words, statement, manifest)
    _draw_filters(paper, words, manifest.selection, y)
    _draw_totals(paper, words, gathered)
    _draw_notice(paper, words, gathered)
    _draw_integrity(paper, words, manifest, gathered)


def in_words(selection: Selection, words: Words) -> list[str]:
    """The conditions that there are, each as `label: value`."""
    given = {name: value for name, value in selection.as_object().items() if value not in (None, False)}
    return [
        f"{words.conditions[name]}: {words.true if value is True else _moment(str(value), name)}"
        for name, value in given.items()
    ]


def _moment(value: str, name: str) -> str:
    return at(value) if name in ("start", "end") else value


def at(moment: str) -> str:
    """A moment of the log as people read it; in UTC, as all times of the document."""
    return moment.replace("T", " ").removesuffix("Z")


def _draw_facts(paper: Paper, words: Words, statement: Statement, manifest: Manifest) -> float:
    facts = (
        (words.reference, statement.reference),
        (words.asked_by, statement.asked_by),
        (words.asked_at, at(statement.asked_at)),
        (words.signed_at, at(statement.signed_at)),
        (words.events, words.number(manifest.count)),
        (words.first, _place(manifest.first, words)),
        (words.last, _place(manifest.last, words)),
    )
    y = 38.0
    for label, value in facts:
        paper.write(MARGIN, y, label, _LABEL, 8, ink=GREY)
        paper.write(MARGIN + _LABEL, y, value, _VALUE, 8, "B" if label == words.events else "")
        y += 4.7
    return y


def _place(place: Place | None, words: Words) -> str:
    return "–" if place is None else f"{at(place.recorded_at)}, {words.leaf} {words.number(place.leaf)}"


def _draw_filters(paper: Paper, words: Words, selection: Selection, y: float) -> None:
    paper.write(MARGIN, y + 3, words.filters, _LABEL + _VALUE, 8, "B")
    y += 8.0
    lines = in_words(selection, words) or [words.no_filters]
    step = min(4.3, (_END_OF_FILTERS - y) / len(lines))
    for line in lines:
        label, _, value = line.partition(": ")
        paper.write(MARGIN, y, label, _LABEL, 8, ink=GREY)
        paper.write(MARGIN + (_LABEL if value else 0), y, value or label, _VALUE, 8)
        y += step


def _draw_totals(paper: Paper, words: Words, gathered: Gathered) -> None:
    paper.write(_TOTALS_X, 38, words.totals, 60, 8, "B")
    _draw_counts(paper, words, _TOTALS_X, 44, 40, words.by_severity, gathered.severities)
    _draw_counts(paper, words, _TOTALS_X, 72, 40, words.by_outcome, gathered.outcomes)
    actions = list(gathered.actions)
    if len(actions) > _MOST_ACTIONS:
        rest = actions[_MOST_ACTIONS - 1 :]
        others = words.other_actions.format(words.number(len(rest)))
        actions = [*actions[: _MOST_ACTIONS - 1], (others, sum(count for _, count in rest))]
    _draw_counts(paper, words, _TOTALS_X + 52, 44, RIGHT - _TOTALS_X - 52, words.by_action, actions)


def _draw_counts(paper: Paper, words: Words, x: float, y: float, width: float, head: str, totals: Totals) -> None:
    paper.write(x, y, head, width, 7.5, ink=GREY)
    paper.rule(y + 1.3, x, x + width)
    y += 1.2
    for name, count in totals:
        y += 3.8
        paper.write(x, y, name, width - 18, 7.5)
        paper.write_right(x + width, y, words.number(count), 7.5)


def _draw_integrity(paper: Paper, words: Words, manifest: Manifest, gathered: Gathered) -> None:
    top, width = 141.0, RIGHT - MARGIN - 60
    paper.shade(MARGIN, top, RIGHT - MARGIN, 57)
    paper.write(MARGIN + 3, top + 5, words.integrity, 60, 8, "B")
    y = top + 10.5
    for label, value in _proofs(words, manifest, gathered):
        paper.write(MARGIN + 3, y, label, 52, 7, ink=GREY)
        y = paper.write_lines(MARGIN + 56, y, value, width, 7, 2) + 0.4
    paper.write(MARGIN + 3, y, words.checkpoint, 52, 7, ink=GREY)
    for line in [line for line in manifest.checkpoint.splitlines() if line][:_MOST_NOTE_LINES]:
        paper.write(MARGIN + 56, y, line, width, 7)
        y += 3.3
    y = paper.write_lines(MARGIN + 3, y + 1.6, words.proof, RIGHT - MARGIN - 6, 7, 2)
    paper.write(MARGIN + 3, y + 0.6, words.command, RIGHT - MARGIN - 6, 7, "B")


def _draw_notice(paper: Paper, words: Words, gathered: Gathered) -> None:
    """Why there is no table, where there is none."""
    if gathered.printed:
        return
    notice = words.too_many.format(words.number(MOST_PRINTED)) if gathered.count else words.nothing_found
    paper.write_lines(_TOTALS_X, 133.5, notice, RIGHT - _TOTALS_X, 8, 3, "B", WAX)


def _proofs(words: Words, manifest: Manifest, gathered: Gathered) -> Iterator[tuple[str, str]]:
    yield words.data.format(words.number(manifest.length)), manifest.sha256
    yield words.tree, words.leaves.format(words.number(manifest.leaves.last))
    attached = f"{words.attached}, {words.attached_events}" if gathered.are_printed else words.attached
    yield words.attachments, attached
    yield "", words.signs
