"""With the keyboard alone: signing in, searching, opening an event, acknowledging an alert."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.cast import PIN
from tests.console.scene import Scene
from tests.console.watched import watched

MOST_STOPS = 80
# Of a date and time the browser marks the part that has the focus, where no page can look.
SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  if (one.type === "datetime-local") return true;
  return one.matches(":focus-visible") && (ringed || style.boxShadow !== "none") && box.bottom > 0
    && box.top < innerHeight;
}"""


@pytest.fixture
def visitor(browser: Browser, scene: Scene) -> Iterator[Page]:
    with watched(browser, scene.console) as page:
        yield page


def tab_to(page: Page, selector: str) -> None:
    """Go on until it has the focus; wherever the focus stops on the way it can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not come to {selector}")


def enter(page: Page) -> None:
    """What leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_signing_in_to_an_acknowledged_alert(visitor: Page, scene: Scene) -> None:
    visitor.goto("audit-logs")
    expect(visitor.locator("#username")).to_be_focused()
    visitor.keyboard.type(scene.auditor.username)
    tab_to(visitor, "#secret")
    visitor.keyboard.type(PIN)
    enter(visitor)
    expect(visitor.locator("#show-keys")).to_be_visible()
    tab_to(visitor, "a.skip")
    visitor.keyboard.press("/")
    expect(visitor.locator("#text")).to_be_focused()
    visitor.keyboard.type("Carla Caixa")
    enter(visitor)
    expect(visitor).to_have_url(re.compile("text=Carla"))
    expect(visitor.locator("#show-keys")).to_be_visible()
    while visitor.locator("#more", has_text="Go on searching").count():
        tab_to(visitor, "#more")
        enter(visitor)
    links = visitor.locator("a[data-event]:visible")
    for key in ("j", "j", "k", "j"):
        visitor.keyboard.press(key)
    expect(links.nth(1)).to_be_focused()
    assert visitor.evaluate(SEEN)
    visitor.keyboard.press("Enter")
    expect(visitor.locator("#beside .inside h1")).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(links.nth(1)).to_be_focused()

    visitor.keyboard.press("?")
    expect(visitor.get_by_role("dialog")).to_be_visible()
    visitor.keyboard.press("Escape")
    visitor.goto("alerts")
    tab_to(visitor, ".skip")
    tab_to(visitor, "a[href='alerts']")
    enter(visitor)
    alert = scene.guessed[1]["id"]
    tab_to(visitor, f"form[action='alerts/{alert}/acknowledge'] button")
    enter(visitor)
    expect(visitor.locator(f"form[action='alerts/{alert}/acknowledge']")).to_have_count(0)
    told = scene.auditor.client.get(f"/v1/alerts/{alert}").raise_for_status().json()
    assert (told["status"], told["owner"]) == ("acknowledged", scene.auditor.id)
