"""Every page in both languages, at the width of a desk and of a telephone: it fits, axe finds nothing, and without
JavaScript it is there too."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.test_console import fits
from tests.console.scene import Scene
from tests.console.watched import DESK, PHONE, press, sign_in, watched

NARROW = "audit-logs?severity=CRITICAL&only_critical=true&limit=5"
EMPTY = "audit-logs?text=nothing-has-this&start=2026-01-01T00:00Z&end=2026-01-02T00:00Z"
WRONG = "audit-logs?ip=nowhere"


def pages(scene: Scene) -> list[str]:
    """Each page of the console, and the list in the states that it has."""
    event, alert, block = (f"audit-logs/{scene.edited}", f"alerts/{scene.flooded['id']}", scene.flooded["block_id"])
    lists = (
        "audit-logs",
        NARROW,
        EMPTY,
        WRONG,
        "alerts",
        "cases",
        "cases?state=closed",
        "blocks",
        "blocks?state=UNDONE",
    )
    single = (event, f"{event}/verified", f"audit-logs/{scene.refused}", alert, f"{alert}/rule", f"blocks/{block}")
    others = (f"alerts/{scene.guessed[2]['id']}", f"cases/{scene.case}", "alerts/nothing")
    return ["dashboard", *lists, *single, *others, "exports", "deep-searches", "settings"]


@pytest.mark.parametrize(("width", "language"), [(DESK, "pt"), (PHONE, "en")])
def test_nothing_bars_anybody(browser: Browser, scene: Scene, width: int, language: str) -> None:
    found: dict[str, list[str]] = {}
    with watched(browser, scene.console, width=width, language=language) as page:
        page.goto("login")
        found["login"] = violations(page)
        sign_in(page, scene.admin)
        for address in pages(scene):
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language
            assert fits(page), address
            found[address] = violations(page)
    assert {address: told for address, told in found.items() if told} == {}


def test_every_page_without_javascript(plain: Page, scene: Scene) -> None:
    for address in pages(scene):
        answer = plain.goto(address)
        assert answer is not None
        assert answer.status == {WRONG: 422, "alerts/nothing": 404}.get(address, 200), address
        expect(plain.get_by_role("heading", level=1)).to_be_visible()
        assert fits(plain), address

    plain.goto(f"audit-logs?district={scene.office.district}&end={scene.end}&limit=2")
    first = plain.locator("#events a[data-event]").first.get_attribute("href")
    press(plain.locator("#more"))
    expect(plain.locator("#first")).to_be_visible()
    assert plain.locator("#events a[data-event]").first.get_attribute("href") != first
    press(plain.locator("#first"))
    assert plain.locator("#events a[data-event]").first.get_attribute("href") == first


def test_a_language_and_a_zone_are_chosen_and_stay(plain: Page) -> None:
    plain.goto("alerts?status=closed")
    press(plain.locator("a[hreflang=pt]"))
    expect(plain).to_have_url(re.compile(r"/alerts\?status=closed$"))
    expect(plain.locator("html")).to_have_attribute("lang", "pt")
    press(plain.locator("a.me"))
    expect(plain.locator("html")).to_have_attribute("lang", "pt")
    plain.locator("#zone").fill("Africa/Maputo")
    press(plain.locator("form[action='console/zone'] button"))
    expect(plain.locator("main .zoned")).to_contain_text("CAT")
    plain.goto("audit-logs")
    expect(plain.locator("td .zoned").first).to_contain_text("CAT")
    assert fits(plain)
    plain.goto("settings")
    plain.locator("#zone").fill("UTC")
    press(plain.locator("form[action='console/zone'] button"))
    expect(plain.locator("main .zoned")).to_have_count(0)
    press(plain.locator("a[hreflang=en]"))
    expect(plain.locator("html")).to_have_attribute("lang", "en")
    press(plain.locator("form[action='console/logout'] button"))
    expect(plain).to_have_url(re.compile("/login$"))
