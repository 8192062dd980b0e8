"""The page of one event in a real browser: with JavaScript the proof opens in place, without it on its own page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.day import Day
from tests.browser.test_console import fits, sign_in


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def changed(day: Day) -> str:
    return next(one.event.header.id for one in day.events if one.event.header.action == "UPDATE_AGENT")


def test_the_page_tells_risk_difference_and_timeline(page: Page, address: str, day: Day) -> None:
    sign_in(page, address)
    page.goto(f"{address}/audit-logs/{changed(day)}")
    expect(page.locator(".risk meter")).to_be_visible()
    expect(page.locator("#difference tr.changed ins").first).to_be_visible()
    expect(page.get_by_text("Sensitive fields differ: district, phone.")).to_be_visible()
    page.get_by_text("unchanged field").click()
    expect(page.locator(".unchanged dl")).to_contain_text("Lia Mondlane")
    assert fits(page)


def test_without_javascript_the_proof_is_a_page(page: Page, address: str, day: Day) -> None:
    sign_in(page, address)
    page.goto(f"{address}/audit-logs/{changed(day)}")
    page.get_by_role("link", name="Verify").click()
    expect(page).to_have_url(f"{address}/audit-logs/{changed(day)}/verified")
    expect(page.get_by_text("Every step holds")).to_be_visible()
    assert fits(page)


def test_with_javascript_the_proof_opens_in_place(scripted: Page, address: str, day: Day) -> None:
    sign_in(scripted, address)
    scripted.goto(f"{address}/audit-logs/{changed(day)}")
    scripted.get_by_role("link", name="Verify").click()
    expect(scripted.locator("#verified").get_by_text("Every step holds")).to_be_visible()
    expect(scripted).to_have_url(f"{address}/audit-logs/{changed(day)}")


def test_who_is_signed_out_meanwhile_is_sent_to_the_login_page(scripted: Page, address: str, day: Day) -> None:
    sign_in(scripted, address)
    scripted.goto(f"{address}/audit-logs/{changed(day)}")
    scripted.context.clear_cookies()
    scripted.get_by_role("link", name="Verify").click()
    expect(scripted).to_have_url(f"{address}/login")
