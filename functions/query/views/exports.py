"""The page of exports: the jobs, how far each is, and what its form begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from lacre.model import moment
from lacre.model.canonical import JsonValue
from lacre.ports.exports import ExportFile, ExportState, Job
from lacre.ports.paging import Page

WATCHED_MS = 30 * 60 * 1000
"""How long after it was asked for the page looks again by itself: each look is an event."""

_OF_THIS_PAGE = ("cursor", "asked")
"""Parameters that neither the form nor the next page has."""


@dataclass(frozen=True)
class ExportRow:
    """`conditions` are those that were given, by name; `files` can be had now."""

    job: Job
    conditions: Sequence[tuple[str, str]]
    files: Sequence[ExportFile]

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to change by itself."""
        return not self.job.is_ended


@dataclass(frozen=True)
class ExportsPage:
    """`given` are the values of the form's fields; `here` is this page again, `more` the next one's address."""

    rows: Sequence[ExportRow]
    given: Mapping[str, str]
    here: str
    more: str | None
    is_first: bool
    is_mine: bool

    is_watched: bool

    @property
    def is_waiting(self) -> bool:
        return any(row.is_waiting for row in self.rows)


def exports_page(
    page: Page[Job], asked: Job | None, given: Mapping[str, str], now: int, *, is_mine: bool
) -> ExportsPage:
    """`asked` was asked for just now, and comes first. `now` is in ms: what has expired by then has no files."""
    kept = {name: value for name, value in given.items() if value != "" and name not in _OF_THIS_PAGE}
    shown = {**kept, **{name: given[name] for name in _OF_THIS_PAGE if given.get(name)}}
    jobs = [*([asked] if asked else []), *(job for job in page.items if asked is None or job.id != asked.id)]
    return ExportsPage(
        rows=[_row(job, now) for job in jobs],
        given={name: value for name, value in kept.items() if name != "mine"},
        here=_address(shown),
        more=None if page.next is None else _address({**kept, "cursor": page.next}),
        is_first="cursor" not in shown,
        is_mine=is_mine,
        is_watched=any(_was_just_asked(job, now) for job in jobs),
    )


def _was_just_asked(job: Job, now: int) -> bool:
    return not job.is_ended and now - moment.to_milliseconds(job.asking.at) < WATCHED_MS


def _row(job: Job, now: int) -> ExportRow:
    given = job.wanted.selection.as_object().items()
    conditions = [(name, _text(value)) for name, value in given if value not in (None, False)]
    is_there = job.state is ExportState.DONE and job.result is not None and not job.is_expired(now)
    return ExportRow(job, conditions, job.result.files if is_there and job.result else ())


def _text(value: JsonValue) -> str:
    return "" if value is True else str(value)


def _address(parameters: Mapping[str, str]) -> str:
    return f"exports?{urlencode(parameters)}" if parameters else "exports"
