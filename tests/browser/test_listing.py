"""The list of events in a real browser, with JavaScript: what it adds, and that nothing is lost without it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.day import Day, day_of_drafts
from tests.browser.test_console import fits, sign_in


def rows(page: Page) -> Locator:
    return page.locator("#events > tbody > tr")


def is_wide(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] > 1_000


def names(page: Page) -> list[str]:
    return [str(one.get_attribute("href")) for one in rows(page).locator("a[data-event]").all()]


@pytest.fixture
def listed(live_page: Page, address: str) -> Page:
    sign_in(live_page, address)
    live_page.goto(f"{address}/audit-logs?limit=4&ip=0.0.0.0/0")
    return live_page


def test_more_is_loaded_in_place(listed: Page, day: Day) -> None:
    first, where = names(listed), listed.url
    listed.get_by_role("link", name="Load more").click()
    expect(rows(listed)).to_have_count(8)
    assert names(listed)[:4] == first
    assert len(set(names(listed))) == 8
    expect(rows(listed).nth(4).get_by_role("link")).to_be_focused()
    expect(listed.locator("[data-sum=shown]")).to_have_text("8")
    scanned = int(listed.locator("[data-sum=scanned]").inner_text())
    while listed.locator("#more").count():
        count = rows(listed).count()
        listed.locator("#more").click()
        expect(listed.locator("[data-sum=shown]")).not_to_have_text(str(count))
    assert int(listed.locator("[data-sum=scanned]").inner_text()) > scanned
    expect(listed.locator("#summary")).to_contain_text("complete up to")
    assert names(listed) == [
        f"audit-logs/{one.id}"
        for one in reversed(day.world.trail.events.headers_in_order)
        if one.ip_address != "system" and f"audit-logs/{one.id}" in names(listed)
    ]
    assert listed.url == where
    assert fits(listed)


def test_an_event_opens_beside_the_list_where_there_is_room(listed: Page, day: Day) -> None:
    before = len(day.world.trail.events.rows)
    link = rows(listed).nth(1).get_by_role("link")
    where = listed.url
    link.click()
    if not is_wide(listed):
        expect(listed).to_have_url(re.compile(r"/audit-logs/[0-9a-f-]{36}$"))
        listed.go_back()
        expect(rows(listed)).to_have_count(4)
        return
    beside = listed.locator("#beside")
    expect(beside.get_by_role("heading", level=2).first).to_be_visible()
    expect(beside).to_be_focused()
    expect(rows(listed)).to_have_count(4)
    assert listed.url == where
    assert len(day.world.trail.events.rows) == before + 1, "looking is recorded, once"
    assert fits(listed)
    for one in beside.locator(".inside a[href]").all():
        assert "/live/audit-logs" in one.evaluate("link => link.href")
    listed.keyboard.press("Escape")
    expect(beside).to_be_hidden()
    expect(link).to_be_focused()


def test_the_keyboard_alone_is_enough(listed: Page) -> None:
    links = listed.locator("a[data-event]:visible")
    listed.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    listed.keyboard.press("j")
    listed.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    listed.keyboard.press("k")
    listed.keyboard.press("ArrowUp")
    listed.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    listed.keyboard.press("/")
    search = listed.get_by_label("Words of the description")
    expect(search).to_be_focused()
    listed.keyboard.type("jk/?")
    expect(search).to_have_value("jk/?")
    listed.keyboard.press("Tab")
    listed.keyboard.press("?")
    expect(listed.get_by_role("dialog", name="Keyboard")).to_be_visible()
    assert fits(listed)
    listed.keyboard.press("Escape")
    expect(listed.get_by_role("dialog")).to_be_hidden()
    listed.keyboard.press("j")
    listed.keyboard.press("Enter")
    if is_wide(listed):
        expect(listed.locator("#beside .inside h1")).to_be_visible()
        listed.keyboard.press("j")
        expect(links.nth(2)).to_be_focused()
    else:
        expect(listed).to_have_url(re.compile(r"/audit-logs/[0-9a-f-]{36}$"))


def test_single_keys_can_be_switched_off(listed: Page) -> None:
    listed.keyboard.press("?")
    listed.get_by_label("Use keys without Ctrl or Alt").uncheck()
    listed.keyboard.press("Escape")
    listed.reload()
    listed.keyboard.press("j")
    expect(listed.locator("a[data-event]:focus")).to_have_count(0)


def test_newer_events_are_told_of_and_the_list_stays(listed: Page, day: Day, address: str) -> None:
    listed.goto(f"{address}/audit-logs?action=CREATE_AGENT")
    before = rows(listed).first.bounding_box()
    listed.get_by_role("link", name="Look for newer events").click()
    expect(listed.locator("#newer")).to_contain_text("Nothing newer")
    day.record(*day_of_drafts()[:1])
    listed.get_by_role("link", name="Look for newer events").click()
    expect(listed.locator("#newer")).to_contain_text("1 newer event")
    if is_wide(listed):
        assert rows(listed).first.bounding_box() == before
    listed.locator("#newer a").click()
    expect(listed.locator("#newest tbody tr")).to_have_count(1)


def test_addresses_hold_only_what_was_filled_in(listed: Page, address: str) -> None:
    listed.get_by_role("link", name="Clear").click()
    listed.get_by_label("Words of the description").fill("changed")
    listed.get_by_label("Severity").select_option(label="Medium")
    listed.get_by_role("button", name="Search").click()
    expect(listed).to_have_url(f"{address}/audit-logs?text=changed&severity=MEDIUM&order=desc")
    expect(rows(listed)).to_have_count(1)
    listed.get_by_role("link", name="Severity: Medium").click()
    expect(listed).to_have_url(f"{address}/audit-logs?text=changed&order=desc")


def test_what_fails_is_said_and_nothing_is_lost(listed: Page, day: Day) -> None:
    day.world.trail.events.is_away = True
    listed.get_by_role("link", name="Load more").click()
    expect(listed.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(rows(listed)).to_have_count(4)
    day.world.trail.events.is_away = False
    listed.get_by_role("link", name="Load more").click()
    expect(rows(listed)).to_have_count(8)
    expect(listed.locator("#trouble")).to_be_hidden()


@pytest.mark.parametrize("what", ["Load more", "Look for newer events"])
def test_who_was_signed_out_meanwhile_comes_to_the_login_page(listed: Page, address: str, what: str) -> None:
    listed.context.clear_cookies()
    listed.get_by_role("link", name=what).click()
    expect(listed).to_have_url(f"{address}/login")


def test_filters_tokens_and_shortcuts_without_javascript(page: Page, address: str) -> None:
    sign_in(page, address)
    page.get_by_label("Words of the description").fill("ANA MACUÁCUA")
    page.get_by_label("Order").select_option("asc")
    page.get_by_role("button", name="Search").click()
    expect(rows(page)).to_have_count(3)
    page.get_by_role("link", name="Last 24 hours").click()
    assert "text=ANA" in page.url
    assert "order=asc" in page.url
    expect(page.locator(".tokens li")).to_have_count(2)
    page.locator(".tokens a").first.click()
    expect(page.locator(".tokens li")).to_have_count(1)
    expect(page.locator("#show-keys")).to_be_hidden()
    assert fits(page)
    page.goto(f"{address}/audit-logs?limit=2")
    page.get_by_role("link", name="Load more").click()
    expect(page.get_by_role("link", name="Back to the first page")).to_be_visible()
