"""Every filter of the list of events, alone and in pairs, beside a search by hand through the same events."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import httpx2
import pytest
from playwright.sync_api import Page

from tests.console.brute import Seen, found
from tests.console.cast import now
from tests.console.conditions import NAMES, UNSET, conditions_of, wider
from tests.console.listed import Row, follow, page, read_list
from tests.console.pairwise import covering, pairs_of
from tests.console.scene import Scene, headers_of
from tests.console.watched import press
from tests.e2e.conftest import ClientFrom

TICKED = "only_critical"
CHOSEN = ("actor_type", "actor_role", "entity_type", "action", "severity", "event_type", "outcome", "source")
PRIMARY = ("text", "start", "end", "action", "severity", "actor_id")


@pytest.fixture(scope="module")
def browsing(scene: Scene, client_from: ClientFrom) -> httpx2.Client:
    """What a browser sends, without a browser."""
    client = client_from("192.0.2.107")
    client.headers["Cookie"] = scene.auditor.cookie
    return client


@pytest.fixture(scope="module")
def models(scene: Scene) -> list[dict[str, str]]:
    """The conditions of an edit, of a refusal, and of what the detector found: a person's, a denied one's, nobody's."""
    by_id = {one.id: one for one in scene.events}
    finding = scene.guessed[0]["finding_id"]
    told = ((scene.edited, "CAIXA changed"), (scene.refused, "outside the CALLER"), (finding, "many failed"))
    return [conditions_of(by_id[event_id], text) for event_id, text in told]


def given(row: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value != UNSET}


def searches(models: list[dict[str, str]], scene: Scene) -> Iterator[dict[str, str]]:
    """Rows in which every pair of a model's conditions meets, set and not set: such searches find the model's event.

    And rows in which every pair of conditions of an edit and of a refusal meets, of which many find nothing.
    """
    edit, refusal, _ = (wider(model, scene.start, scene.end) for model in models)
    for model in (edit, refusal, models[2]):
        yield from map(given, covering({name: (value, UNSET) for name, value in model.items()}))
    narrow = {name: models[2][name] for name in ("start", "end", TICKED)}
    other = {**refusal, **narrow}
    both = {name: tuple(dict.fromkeys((edit.get(name, UNSET), other[name], UNSET))) for name in NAMES}
    rows = covering(both)
    assert {pair for row in rows for pair in pairs_of({name: (row[name],) for name in row})} == set(pairs_of(both))
    yield from map(given, rows)


def listed_in(scene: Scene, browsing: httpx2.Client, query: Mapping[str, str], many: int) -> list[Row]:
    """What the pages list of the period, the newest first.

    Where nothing but its end bounds a search, it goes on until it has found so `many`, and not to the log's beginning.
    """

    def within(rows: list[Row]) -> list[Row]:
        return [row for row in rows if scene.start <= row[0] < scene.end]

    if "start" not in query:
        return within(follow(browsing, page(browsing, query), lambda rows: len(within(rows)) >= many))
    if "end" in query:
        return within(follow(browsing, page(browsing, query), lambda _: False))
    # What is newer than the period comes last.
    rows = follow(browsing, page(browsing, {**query, "order": "asc"}), lambda rows: rows[-1:] >= [(scene.end, "")])
    return within(rows)[::-1]


def test_all_pairs_of_filters(scene: Scene, browsing: httpx2.Client, models: list[dict[str, str]]) -> None:
    events, many = scene.events, 0
    for query in searches(models, scene):
        expected = [one.place for one in found(events, query)]
        assert listed_in(scene, browsing, query, len(expected)) == expected, query
        many += bool(expected)
    assert many > len(models), "searches that find something"


def fill_in(form: Page, name: str, value: str) -> None:
    """One field of the form, as its kind wants it; those that are not always seen are shown first."""
    if name not in PRIMARY and not form.locator("form.filters details[open]").count():
        form.locator("form.filters summary").click()
    field = form.locator(f"form.filters [name={name}]")
    if name == TICKED:
        field.check()
    elif name in CHOSEN:
        field.select_option(value)
    else:
        field.fill(value.removesuffix("Z") if name in ("start", "end") else value)


def test_each_filter_by_the_form(
    auditing: Page, scene: Scene, browsing: httpx2.Client, models: list[dict[str, str]]
) -> None:
    edit, _, finding = (wider(model, scene.start, scene.end) for model in models)
    shown: list[tuple[dict[str, str], list[Row]]] = []
    for name, value in {**edit, TICKED: finding[TICKED]}.items():
        auditing.goto("audit-logs")
        fill_in(auditing, name, value)
        press(auditing.locator("form.filters button[type=submit]"))
        assert auditing.locator(".tokens li").count() == 1, name
        # The newest ones above the list may not all be there yet.
        first = replace(read_list(auditing.content()), newest=[])
        rows = follow(browsing, first, lambda rows: rows[-1:] < [(scene.start, "")] and rows != [])
        shown.append(({name: value}, [row for row in rows if row[0] >= scene.start]))
    # The pages show what was recorded meanwhile too. Of that no description is read: their words are not in it.
    later = [Seen(header, "") for header in headers_of(scene.admin.client, start=scene.end, end=now())]
    for query, rows in shown:
        expected = [one.place for one in found([*scene.events, *later], query)]
        assert rows, query
        assert rows == expected[expected.index(rows[0]) :], query
