"""The list while new events arrive: nothing twice, nothing left out, and nothing moves under the reader's eyes."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from lacre.searching.search import SETTLED_AFTER_MS
from tests.console.cast import new_word
from tests.console.listed import read_list
from tests.console.scene import Scene, headers_of
from tests.console.watched import press, sign_in, watched

PER_PAGE = 4
MANY = 14
PATIENCE_MS = SETTLED_AFTER_MS + 10_000


@pytest.fixture(scope="module")
def busy(scene: Scene) -> str:
    """Somebody who did something, and does nothing else."""
    busy = new_word()
    record(scene, busy, MANY)
    return busy


def record(scene: Scene, actor_id: str, times: int) -> None:
    scene.producer.record(*[{"actor": {"id": actor_id}}] * times)


def in_order(scene: Scene, actor_id: str) -> list[str]:
    """All that somebody did until now. What was recorded in one millisecond is in the order of the ids."""
    found = headers_of(scene.auditor.client, actor_id=actor_id)
    return [one["id"] for one in sorted(found, key=lambda one: (one["recorded_at"], one["id"]))]


def ids(page: Page) -> list[str]:
    return [event_id for _, event_id in read_list(page.content()).rows]


def load_all(page: Page, between: Callable[[], object]) -> int:
    """Every page below the first, by its button, and how many these are; `between` is done before each."""
    more, loaded = page.locator("#more"), 0
    while more.count():
        between()
        cursor = str(more.get_attribute("href")).rpartition("cursor=")[2]
        more.click()
        expect(page.locator(f"#more[href$='{cursor}']")).to_have_count(0)
        loaded += 1
    return loaded


def wait_until_settled(page: Page, address: str, many: int) -> None:
    """By what the page itself offers: to look again."""
    page.goto(address)
    for _ in range(PATIENCE_MS // 1_000):
        if page.locator("#newest").count() == 0 and page.locator("#events > tbody > tr").count() == many:
            return
        page.wait_for_timeout(1_000)
        page.reload()
    raise AssertionError("the events did not settle")


def test_pages_while_new_events_arrive(auditing: Page, scene: Scene, busy: str) -> None:
    address = f"audit-logs?actor_id={busy}&limit={PER_PAGE}"
    wait_until_settled(auditing, address, PER_PAGE)
    known = in_order(scene, busy)
    loaded = load_all(auditing, lambda: record(scene, busy, 1))
    assert ids(auditing) == known[::-1]
    new = in_order(scene, busy)[MANY:]
    assert len(new) == loaded >= MANY // PER_PAGE
    expect(auditing.locator("#newer")).to_be_empty()
    auditing.locator("a[hx-get*=newer]").click()
    expect(auditing.locator("#newer")).to_contain_text(f"{len(new)} newer events")
    assert ids(auditing) == known[::-1], "the notice moves nothing"
    press(auditing.locator("#newer a"))
    shown = read_list(auditing.content())
    assert [one for _, one in (*shown.newest, *shown.rows)][: len(new)] == new[::-1]

    auditing.goto(f"{address}&order=asc")
    load_all(auditing, lambda: record(scene, busy, 1))
    forward, everything = ids(auditing), in_order(scene, busy)
    assert everything[: MANY + len(new)] == [*known, *new]
    assert len(everything) > MANY + len(new)
    assert forward == everything[: len(forward)]
    assert len(forward) >= MANY


@pytest.fixture
def visitor(browser: Browser, scene: Scene) -> Iterator[Page]:
    with watched(browser, scene.console) as page:
        yield page


def test_a_deep_link_needs_signing_in_and_then_shows_what_it_says(visitor: Page, scene: Scene, busy: str) -> None:
    link = f"audit-logs?start={scene.start}&actor_id={busy}&only_critical=false&order=asc&limit={PER_PAGE}"
    visitor.goto(link)
    expect(visitor).to_have_url(re.compile(r"/login$"))
    sign_in(visitor, scene.auditor)
    visitor.goto(link)
    expect(visitor).to_have_url(re.compile(re.escape(f"order=asc&limit={PER_PAGE}") + "$"))
    assert ids(visitor) == in_order(scene, busy)[:PER_PAGE]
    expect(visitor.locator("#actor_id")).to_have_value(busy)
    expect(visitor.locator("#order")).to_have_value("asc")
    assert visitor.locator(".tokens li").count() == 2
    event = visitor.locator("a[data-event]").first.get_attribute("href")
    visitor.context.clear_cookies()
    visitor.goto(str(event))
    expect(visitor).to_have_url(re.compile(r"/login$"))
