"""The running stack, what is done on it for these tests, and Debian's Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.stack_file import Stack
from tests.browser.conftest import browser
from tests.console.playing import play
from tests.console.scene import Scene
from tests.console.watched import sign_in, watched
from tests.e2e.conftest import ClientFrom, Login, client_from, login, stack

expect.set_options(timeout=20_000)

__all__ = ["browser", "client_from", "login", "stack"]


@pytest.fixture(scope="session")
def scene(stack: Stack, login: Login, client_from: ClientFrom) -> Scene:
    return play(stack, login, client_from)


@pytest.fixture
def auditing(browser: Browser, scene: Scene) -> Iterator[Page]:
    """An auditor's browser, signed in."""
    with watched(browser, scene.console) as page:
        sign_in(page, scene.auditor)
        yield page


@pytest.fixture
def plain(browser: Browser, scene: Scene) -> Iterator[Page]:
    """An administrator's telephone, signed in, without JavaScript."""
    with watched(browser, scene.console, width=360, java_script_enabled=False) as page:
        sign_in(page, scene.admin)
        yield page
