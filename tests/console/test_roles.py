"""Whoever is neither administrator nor auditor is turned away by every page and every form, and each time recorded."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_console import fits
from tests.console.cast import now
from tests.console.scene import Scene, headers_of
from tests.console.watched import press, sign_in, watched
from tests.e2e.conftest import ClientFrom, Login
from tests.e2e.routes import ROUTES, Route

CALLERS = 3
OUTSIDERS = ("SUPERVISOR", "FUNCIONARIO", "AGENT", "MERCHANT", "TRADER", "RISK_MANAGER")
REFUSED = "UNAUTHORIZED_ACCESS_ATTEMPT"
PAGES = tuple(route for route in ROUTES if not route.path.startswith(("/v1/", "/console/")))
"""Everything of the console that somebody has to be signed in for."""


def answered(client: httpx2.Client, route: Route) -> httpx2.Response:
    answer = client.request(route.method, route.concrete, data=route.body if route.form else None)
    assert "X-Audit-Receipt" in answer.headers, route
    return answer


def with_the_cookie(client: httpx2.Client) -> httpx2.Client:
    """The same one as a browser: pages take no other proof."""
    client.headers["Cookie"] = f"lacre_session={client.headers.pop('Authorization').removeprefix('Bearer ')}"
    return client


def test_every_page_is_closed_to_every_other_role(scene: Scene, login: Login) -> None:
    since = now()
    with ThreadPoolExecutor(CALLERS) as callers:
        outsiders = [with_the_cookie(login(role)) for role in OUTSIDERS]
        answers = [one for who in outsiders for one in callers.map(partial(answered, who), PAGES)]
    for answer in answers:
        assert answer.status_code == 403, answer.url
        assert "ROLE_MISSING" in answer.text, answer.url
        assert answer.headers["Content-Type"].startswith("text/html")
    find = partial(headers_of, scene.auditor.client, start=since, action=REFUSED, outcome="DENIED")
    recorded = {one["id"] for role in OUTSIDERS for one in find(actor_role=role)}
    assert len(answers) == len(PAGES) * len(OUTSIDERS)
    assert recorded >= {one.headers["X-Correlation-Id"] for one in answers}


def test_a_key_opens_no_page(scene: Scene, client_from: ClientFrom) -> None:
    client = client_from("192.0.2.131")
    client.headers["X-Api-Key"] = scene.pos.client.headers["X-Api-Key"]
    for route in PAGES:
        answer = client.request(route.method, route.concrete, data=route.body if route.form else None)
        assert (answer.status_code, answer.headers["Location"].rpartition("/")[2]) == (303, "login"), route


@pytest.mark.parametrize("language", ["en", "pt"])
def test_who_signs_in_without_the_role_is_told_so(browser: Browser, scene: Scene, language: str) -> None:
    with watched(browser, scene.console, width=360, language=language) as page:
        person = scene.office.person("SUPERVISOR", "Sara Supervisora", "192.0.2.132")
        page.goto("dashboard")
        sign_in(page, person)
        expect(page.locator(".code")).to_contain_text("ROLE_MISSING")
        assert fits(page)
        press(page.locator("main a.button"))
        expect(page.locator("#username")).to_be_visible()
