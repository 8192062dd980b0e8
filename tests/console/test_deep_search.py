"""A search of the archive by its page: asked for, waited for, and beside the same search by hand."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_console import fits
from tests.console.brute import found
from tests.console.listed import read_list
from tests.console.scene import Scene
from tests.console.watched import press
from tests.e2e.invoking import run_job

TRIES = 120
WORDS = "CARLA CAIXA"


def test_the_archive_is_searched_without_javascript(plain: Page, scene: Scene) -> None:
    run_job(scene.stack, "compact")
    plain.goto("deep-searches")
    for name, at in (("start", scene.start), ("end", scene.end)):
        plain.locator(f"#ask [name={name}]").fill(at.removesuffix("Z"))
    plain.locator("#ask [name=text]").fill(WORDS)
    press(plain.locator("#ask button[type=submit]"))
    expect(plain).to_have_url(re.compile("/deep-searches/[0-9a-f-]{36}$"))
    again = plain.locator(f"main a[href$='{plain.url.rpartition('/')[2]}']")
    for _ in range(TRIES):
        if not again.count():
            break
        plain.wait_for_timeout(500)
        press(again)
    expect(plain.locator(".export-done")).to_be_visible()
    expected = [one.place for one in found(scene.events, {"text": WORDS})]
    assert sorted(read_list(plain.content()).rows, reverse=True) == expected
    assert fits(plain)
    press(plain.locator("a[data-event]").first)
    expect(plain).to_have_url(re.compile("/audit-logs/[0-9a-f-]{36}$"))
