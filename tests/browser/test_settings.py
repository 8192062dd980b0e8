"""The own settings in a real browser: a time zone is chosen, shown beside UTC on every page, and taken back."""

from playwright.sync_api import Page, expect

from tests.browser.day import Day
from tests.browser.test_console import fits, sign_in


def choose(page: Page, zone: str) -> None:
    page.get_by_label("Time zone").fill(zone)
    page.get_by_role("button", name="Save").click()


def test_a_zone_is_chosen_shown_and_taken_back(page: Page, address: str, day: Day) -> None:
    sign_in(page, address)
    expect(page.locator("table.events .zoned")).to_have_count(0)
    page.locator("a.me").click()
    expect(page).to_have_url(f"{address}/settings")
    assert fits(page)

    choose(page, "Africa/Maputo")
    expect(page).to_have_url(f"{address}/settings")
    expect(page.get_by_label("Time zone")).to_have_value("Africa/Maputo")
    expect(page.locator("main .zoned")).to_contain_text("CAT")
    for path in ("audit-logs", f"audit-logs/{day.events[1].event.header.id}", "dashboard"):
        page.goto(f"{address}/{path}")
        expect(page.locator("main .zoned").first).to_contain_text("CAT")
        assert fits(page)

    page.goto(f"{address}/settings")
    choose(page, "UTC")
    expect(page.locator("main .zoned")).to_have_count(0)


def test_a_zone_that_there_is_not_is_told_on_the_page(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/settings")
    choose(page, "Africa/Nowhere")
    expect(page.get_by_role("alert")).to_contain_text("no time zone of this name")
    expect(page.get_by_label("Time zone")).to_have_value("UTC")
    assert fits(page)
