"""Hostile texts that came in by real routes: on each page that shows them they are text, and nothing else."""

from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_console import fits
from tests.console.hostile import LINE, SCRIPTS, WILD, WORD
from tests.console.scene import Scene
from tests.console.watched import DESK, PHONE, press, sign_in, watched

FIELDS = ("text", "actor_id", "entity_id", "province", "district", "session_id")


def look(page: Page, address: str) -> None:
    """Nothing of it ran, and nothing sticks out. What the browser would complain of fails the test at its end."""
    page.goto(address)
    assert page.title().endswith("Lacre"), address
    assert page.locator("main script, main img, main [onerror]").count() == 0, address
    assert fits(page), address


def asked(**conditions: str) -> str:
    return f"audit-logs?{urlencode(conditions)}"


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_hostile_text_is_inert(browser: Browser, scene: Scene, width: int) -> None:
    with watched(browser, scene.console, width=width) as page:
        sign_in(page, scene.admin)
        look(page, asked(start=scene.start, end=scene.end, text="w" * 20))
        expect(page.locator("#events")).to_contain_text("onerror=alert(1)")
        for event_id in scene.hostile:
            look(page, f"audit-logs/{event_id}")
            expect(page.locator("main")).to_contain_text("<script>")
            page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
            assert fits(page), event_id
        for text in (LINE, WORD, WILD[:200]):
            look(page, asked(**dict.fromkeys(FIELDS, text), start=scene.start))
        for address in (f"cases/{scene.case}", f"alerts/{scene.flooded['id']}"):
            look(page, address)
            expect(page.locator("main")).to_contain_text(WORD)
        for address in ("cases", asked(ip=SCRIPTS), asked(**{SCRIPTS: WORD}), f"alerts/{quote('<img src=x>')}"):
            look(page, address)


def test_hostile_conditions_of_an_export_are_kept_as_text(browser: Browser, scene: Scene) -> None:
    with watched(browser, scene.console, width=PHONE) as page:
        sign_in(page, scene.auditor)
        look(page, f"exports?{urlencode(dict.fromkeys(FIELDS, LINE))}")
        press(page.locator("#ask button[type=submit]"))
        expect(page.locator("table.exports tbody tr").first).to_contain_text(LINE)
        assert page.locator("main script, main img, main [onerror]").count() == 0
        assert fits(page)
