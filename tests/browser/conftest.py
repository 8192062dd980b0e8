"""Debian's Chromium, and the console with a day's events behind a gateway."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium
from tests.browser.day import Day
from tests.browser.gateway import gateway


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def address(day: Day) -> Iterator[str]:
    with gateway(day.applications) as address:
        yield address


@pytest.fixture(params=[1280, 360])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page at the width of a desk and at that of a small phone, without JavaScript."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(params=[1280, 360])
def live_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """The same with JavaScript; whatever the browser complains of, its policy above all, fails the test."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    # That an answer was a refusal is what some tests are about.
    assert [
        one for one in complaints if "responded with a status of" not in one and "Response Status Error" not in one
    ] == []
