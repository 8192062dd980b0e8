"""A selection as SQL over the files of compaction, for Trino (Athena) and DuckDB alike.

It finds all that the selection finds, and sometimes more: the selection decides afterwards, on the events themselves.
Athena's execution parameters are SQL that is put in the place of a question mark, and have to be quoted like any other
(https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html); so values are literals here. In
both dialects a literal ends at its quote, a quote in it is doubled, and nothing else means anything in it.
"""

from collections.abc import Iterator

from lacre.model.address_key import keys_of
from lacre.model.filters import Filters, Selection, folded
from lacre.model.vocabulary import Severity

_OPEN = ("start", "end", "ip")
"""The conditions that are not equality with a column of their name."""


def sightings_sql(table: str, selection: Selection, leaves: int, most: int) -> str:
    """The newest `most` events of the first `leaves` that a selection may find: event_id, leaf."""
    conditions = [f"leaf < {leaves}", *_conditions(selection)]
    return (
        f"SELECT CAST(id AS varchar) AS event_id, leaf FROM {table} "  # noqa: S608 - values are literals
        f"WHERE {' AND '.join(conditions)} ORDER BY recorded_at DESC, id DESC LIMIT {most}"
    )


def _conditions(selection: Selection) -> Iterator[str]:
    filters = selection.filters
    yield from _period(filters.start, filters.end)
    for name, value in filters.as_object().items():
        if isinstance(value, str) and name not in _OPEN:
            # A cast, because DuckDB guesses types: ids that all look like UUIDs would be some.
            yield from _equal(f"CAST({name} AS varchar)", value)
    if filters.only_critical:
        yield f"severity = {_literal(Severity.CRITICAL.value)}"
    yield from _address(filters)
    if selection.text is not None:
        yield from _containing("folded", folded(selection.text))


def _period(start: str | None, end: str | None) -> Iterator[str]:
    """By the hour's folder, so that others are not read, and by the moment."""
    if start is not None:
        day, hour = _literal(start[:10]), _literal(start[11:13])
        yield f"dt >= {day} AND (dt > {day} OR hour >= {hour}) AND recorded_at >= {_literal(start)}"
    if end is not None:
        day, hour = _literal(end[:10]), _literal(end[11:13])
        yield f"dt <= {day} AND (dt < {day} OR hour <= {hour}) AND recorded_at < {_literal(end)}"


def _address(filters: Filters) -> Iterator[str]:
    if isinstance(filters.ip, str):
        yield f"ip_address = {_literal(filters.ip)}"
    elif filters.ip is not None:
        first, last = map(_literal, keys_of(filters.ip))
        yield f"ip_key BETWEEN {first} AND {last}"


def _equal(column: str, value: str) -> Iterator[str]:
    if value.isprintable():
        yield f"{column} = {_literal(value)}"
    else:
        yield from _containing(column, value)


def _containing(column: str, text: str) -> Iterator[str]:
    """The printable pieces of a text: whatever else there is, engines may read differently."""
    pieces = "".join(one if one.isprintable() else "\n" for one in text).split("\n")
    yield from (f"strpos({column}, {_literal(piece)}) > 0" for piece in pieces if piece)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
