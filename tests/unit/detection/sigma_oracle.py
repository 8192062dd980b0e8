"""What pySigma's SQLite backend finds in a world, by the plan that it makes of the rule's text.

The backend reckons in seconds as binary fractions. Between 2004 and 2038 all of them have the same spacing, so that a
whole number of seconds is taken off without a rounding, and the edge of a window is as sharp as ours.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sigma.backends.sqlite.runtime import execute_plan
from sigma.backends.sqlite.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

from lacre.detection.subject import Subject
from lacre.model.header import Header
from tests.unit.detection.oracle_rules import OracleRule
from tests.unit.detection.oracle_worlds import OracleWorld

Firing = tuple[tuple[str, ...], int]
"""The group's values in the order of the rule, and the time (ms)."""

_COLUMNS = tuple(field.name for field in fields(Header))


def oracle_firings(world: OracleWorld) -> set[Firing]:
    """Each time at which an event counts and the rule's condition holds.

    The backend tells also of later events in whose window the condition still holds, though they add nothing to it:
    one that lacks the value, or is not of the last selection of an order. They tell of nothing new, because the window
    of the last event that did add something reaches back further; so they are left out.
    """
    events = sqlite3.connect(":memory:")
    try:
        _fill(events, world.subjects)
        (found,) = json.loads(_backend().convert(SigmaCollection.from_yaml(world.rule.text), "zircolite"))
        plan = found["correlation_plan"]
        rows, faults = execute_plan(events, plan, include_events=False)  # type: ignore[no-untyped-call]  # it is untyped
        assert not faults.get("invalid_timestamp")
        return {_firing(row, world.rule) for row in rows} & set(_adding(events, world.rule))
    finally:
        events.close()


def _backend() -> sqliteBackend:
    options: dict[str, Any] = {"timestamp_field": "at", "timestamp_format": "unix_ms", "event_id_field": "id"}
    return sqliteBackend(table="events", collate_nocase=True, **options)  # type: ignore[no-untyped-call]  # it is untyped


def _fill(connection: sqlite3.Connection, subjects: Iterable[Subject]) -> None:
    columns = ", ".join(f"`{name}` TEXT" for name in _COLUMNS)
    connection.execute(f"CREATE TABLE events (at INTEGER, {columns})")
    values = [(one.at, *(one.value(name) for name in _COLUMNS)) for one in subjects]
    places = ", ".join("?" * (len(_COLUMNS) + 1))
    connection.executemany(f"INSERT INTO events VALUES ({places})", values)  # noqa: S608 - places only


def _firing(row: dict[str, Any], rule: OracleRule) -> Firing:
    return tuple(row["group_keys"][name] for name in rule.group_by), round(row["occurrence_time"] * 1000)


def _adding(connection: sqlite3.Connection, rule: OracleRule) -> Iterable[Firing]:
    """Of each event that can complete the condition its groups and time, as the backend's own selections have them."""
    completing = rule.selections[-1:] if rule.kind == "temporal_ordered" else rule.selections
    documents = {document["name"]: document for document in rule.documents}
    for name in completing:
        (selected,) = _backend().convert(SigmaCollection.from_dicts([documents[name]]))
        grouped = [f"lower(`{by[name]}`)" for by in rule.group_by.values()]
        has_value = f"`{rule.value_field}` IS NOT NULL" if rule.value_field else "1"
        query = f"SELECT at, {', '.join(grouped)} FROM ({selected}) WHERE {has_value}"  # noqa: S608 - of the tests
        for at, *group in connection.execute(query):
            yield tuple(group), at
