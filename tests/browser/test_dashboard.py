"""The dashboard in a real browser: wide and narrow, full and empty, with no script of ours running."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.day import Day
from tests.browser.full_day import fill
from tests.browser.test_console import fits, sign_in


@pytest.fixture
def full(day: Day) -> Day:
    fill(day)
    return day


def test_a_day_is_seen_at_a_glance(page: Page, address: str, full: Day) -> None:
    sign_in(page, address)
    page.get_by_role("link", name="Dashboard").click()
    expect(page.get_by_role("heading", level=1, name="Dashboard")).to_be_visible()
    expect(page.get_by_role("img", name="Events by the hour and severity")).to_be_visible()
    expect(page.get_by_role("img", name="Denials by the hour")).to_be_visible()
    expect(page.locator(".health .badge").first).to_be_visible()
    assert page.locator(".health .health-broken").count() == 0
    assert page.locator(".health .health-ok").count() >= 4
    expect(page.get_by_role("heading", name="Blocks in force")).to_be_visible()
    expect(page.get_by_text("An administrator can undo it.")).to_be_visible()
    assert fits(page)


def test_the_chart_has_the_same_as_a_table(page: Page, address: str, full: Day) -> None:
    sign_in(page, address)
    page.goto(f"{address}/dashboard")
    page.get_by_text("The same as a table").click()
    rows = page.locator("details table.figures tbody tr")
    expect(rows).to_have_count(24)
    assert fits(page)
    rows.nth(1).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/audit-logs\?start="))


def test_an_alert_is_acknowledged_from_here(page: Page, address: str, full: Day) -> None:
    sign_in(page, address)
    page.goto(f"{address}/dashboard")
    page.get_by_role("button", name="Acknowledge").first.click()
    expect(page).to_have_url(f"{address}/dashboard")
    assert sorted(one.status for one in full.desk.alerts.rows.values()).count("acknowledged") == 2  # type: ignore[attr-defined]  # the fake's
    expect(page.get_by_role("button", name="Acknowledge")).to_have_count(1)


def test_a_fresh_stage_is_not_hollow(page: Page, address: str, day: Day) -> None:
    sign_in(page, address)
    page.goto(f"{address}/dashboard")
    expect(page.get_by_text("No alert was raised yet.")).to_be_visible()
    expect(page.get_by_text("Nobody is kept out.")).to_be_visible()
    assert fits(page)


def test_a_part_that_is_away_says_so(page: Page, address: str, full: Day) -> None:
    sign_in(page, address)
    full.watching.counted.is_away = True  # type: ignore[attr-defined]  # the fake's
    page.goto(f"{address}/dashboard")
    expect(page.get_by_role("alert")).to_contain_text("cannot be read now")
    expect(page.get_by_role("button", name="Acknowledge").first).to_be_visible()
    assert fits(page)


def test_in_portuguese(page: Page, address: str, full: Day) -> None:
    sign_in(page, address)
    page.goto(f"{address}/dashboard")
    page.get_by_role("link", name="Português").click()
    expect(page).to_have_url(f"{address}/dashboard")
    expect(page.get_by_role("heading", name="Saúde do registo")).to_be_visible()
    assert fits(page)
