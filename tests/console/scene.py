"""What the pages show, and how the API tells it."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import httpx2

from infra.local.stack_file import Stack
from lacre.model import moment
from lacre.searching.search import SETTLED_AFTER_MS
from tests.console.brute import Seen
from tests.console.cast import Office, Person, Producer
from tests.e2e.investigators import Found, Investigators
from tests.e2e.test_blocks import Terminal

READERS = 2
LOOKS = 30


@dataclass(frozen=True)
class Scene:
    """`start` (inclusive) and `end` (exclusive) bound what was done at first, but for the guesses at a key.

    `edited` is the event of an edit with before and after, `refused` that of a clerk outside the own district,
    `hostile` those of hostile texts. `guessed` are alerts about accounts, `flooded` one with a block of `pos`, and
    `case` an open case that holds it.
    """

    stack: Stack
    office: Office
    admin: Person
    auditor: Person
    producer: Producer
    pos: Terminal
    start: str
    end: str
    edited: str
    refused: str
    hostile: Sequence[str]
    guessed: Sequence[Found]
    flooded: Found
    case: str

    @property
    def console(self) -> str:
        """The address that all pages lie below."""
        return self.stack["api"]

    @property
    def who(self) -> Investigators:
        """Those who look into it by the API."""
        return Investigators(self.stack, self.admin.client, self.auditor.client)

    @cached_property
    def events(self) -> list[Seen]:
        """All of the period, one by one, once nothing more can come into it."""
        settled_at = moment.to_milliseconds(self.end) + SETTLED_AFTER_MS
        time.sleep(max(0, settled_at - time.time_ns() // 1_000_000) / 1000)
        # Whoever reads so many is told of by the detector: this is nobody else.
        reader = self.office.person("AUDITOR", "Rosa Revisora", "192.0.2.120").client
        headers = headers_of(reader, start=self.start, end=self.end)
        with ThreadPoolExecutor(READERS) as readers:
            return list(readers.map(partial(_seen, reader), headers))


def headers_of(reader: httpx2.Client, **query: str) -> list[dict[str, Any]]:
    """The headers that a search finds, all pages of it."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        page = _whole_page(reader, {"limit": "200", **query, **cursor})
        found += [*page["events"], *page["newest"]]
        cursor = {"cursor": page["cursor"]} if page["cursor"] else None
    return found


def _whole_page(reader: httpx2.Client, query: Mapping[str, str]) -> dict[str, Any]:
    """A page with all of the newest: where the page's time was over among them, they are soon no longer that new."""
    for _ in range(LOOKS):
        page: dict[str, Any] = reader.get("/v1/audit/events", params=query).raise_for_status().json()
        if page["newest_complete"]:
            return page
        time.sleep(1)
    raise AssertionError("the newest events were never shown whole")


def _seen(reader: httpx2.Client, header: dict[str, Any]) -> Seen:
    body = reader.get(f"/v1/audit/events/{header['id']}").raise_for_status().json()["body"]
    return Seen(header, str(body["description"]))
