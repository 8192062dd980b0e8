"""The list of events as its HTML says it, asked for as a browser asks, page by page."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx2

_TABLE = re.compile(r'<table class="events" id="(events|newest)">(.*?)</table>', re.DOTALL)
_ROW = re.compile(r'<time datetime="([^"]+)">.*?<a href="(?:\.\./)?audit-logs/([0-9a-f-]{36})" data-event', re.DOTALL)
_MORE = re.compile(r'<a class="button" id="more" href="([^"]+)"')

Row = tuple[str, str]
"""When an event was recorded, and its id: by these events are in order."""


@dataclass(frozen=True)
class Listed:
    """`more` is the query of the next page, if there is one."""

    rows: list[Row]
    newest: list[Row]
    more: str | None


def read_list(text: str) -> Listed:
    """What a page lists."""
    tables = {name: _ROW.findall(table) for name, table in _TABLE.findall(text)}
    more = _MORE.search(text)
    return Listed(tables.get("events", []), tables.get("newest", []), html.unescape(more[1]) if more else None)


def page(client: httpx2.Client, query: str | Mapping[str, str]) -> Listed:
    """One page, by its query or the address of the page before."""
    params = None if isinstance(query, str) else query
    return read_list(client.get(f"/audit-logs{query if params is None else ''}", params=params).raise_for_status().text)


def follow(client: httpx2.Client, shown: Listed, is_enough: Callable[[list[Row]], bool]) -> list[Row]:
    """The rows of a page and of those after it, until they are enough; a page can be over before it found any."""
    rows = [*shown.newest, *shown.rows]
    while shown.more and not is_enough(rows):
        shown = page(client, shown.more)
        rows += [*shown.rows, *shown.newest]
    return rows
