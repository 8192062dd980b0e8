"""Alerts, cases and blocks in a real browser, without JavaScript: from an open alert to what came of it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from identity.model.role import Role
from lacre.ports.blocks import BlockState
from lacre.ports.detection import Alert
from tests.browser.alert_day import found_on
from tests.browser.day import CLERK, Day
from tests.browser.test_console import fits, sign_in

NOTE = "The officer forgot the PIN, and was told a new one."


@pytest.fixture
def raised(day: Day) -> Alert:
    day.world.person(Role.ADMIN, "eva")
    return found_on(day)


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_an_alert_is_looked_into_and_closed(page: Page, address: str, day: Day, raised: Alert) -> None:
    sign_in(page, address)
    page.get_by_role("link", name="Alerts").click()
    expect(page.locator(".found tbody tr")).to_have_count(2)
    assert fits(page)
    page.get_by_label("Severity").select_option("CRITICAL")
    button(page, "Show")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page).to_have_url(f"{address}/alerts?status=open&severity=CRITICAL")
    expect(page.get_by_text("No alert of this kind")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Acknowledged").click()
    page.get_by_role("link", name="Many failed logins of one account").click()
    expect(page.get_by_text("Fires again", exact=True)).to_be_visible()
    expect(page.locator(".evidence tbody tr")).to_have_count(5)
    expect(page.locator(".blocks")).to_contain_text("An administrator can undo it.")
    assert fits(page)

    page.get_by_role("link", name="how it works").or_(page.locator("dd a code").first).first.click()
    expect(page.get_by_role("heading", name="How its group stands now")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="← Alert", exact=True).click()

    page.locator("form[action$='/snooze']").get_by_label("Reason").fill("New PINs are being handed out.")
    button(page, "Snooze the group")
    expect(page.get_by_text("Snoozed until")).to_be_visible()
    page.get_by_label("Benign").check()
    page.locator("form[action$='/close']").get_by_label("Note").fill(NOTE)
    button(page, "Close the alert")
    expect(page).to_have_url(f"{address}/alerts/{raised.alert_id}")
    expect(page.locator(".notes")).to_contain_text(NOTE)
    assert page.get_by_role("button", name="Close the alert").count() == 0
    told = [one.action for one in day.world.trail.events.headers_in_order]
    assert told.count("ALERT_UPDATED") == 3


def test_a_case_is_opened_filled_and_closed(page: Page, address: str, raised: Alert) -> None:
    sign_in(page, address)
    page.goto(f"{address}/cases")
    expect(page.get_by_text("No case here")).to_be_visible()
    assert fits(page)
    page.goto(f"{address}/alerts/{raised.alert_id}")
    page.get_by_label("Title of a new case").fill("Logins in Centro")
    button(page, "Open a case")
    expect(page.get_by_role("heading", level=1)).to_have_text("Logins in Centro")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".gathered").first.locator("tbody tr")).to_have_count(2)
    assert fits(page)
    page.locator("form[action$='/notes']").get_by_label("Note").fill("Asked in Centro.")
    button(page, "Write the note")
    expect(page.locator(".notes")).to_contain_text("Asked in Centro.")
    page.get_by_label("ID of another").fill(CLERK.id)
    page.locator("form[action$='/owner']").get_by_role("button").click()
    expect(page.get_by_role("heading", name="Nobody was given the case")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Back to the page").click()
    page.get_by_label("What came of it").fill(NOTE)
    button(page, "Close the case")
    expect(page.get_by_text("This case is closed")).to_be_visible()
    page.get_by_role("link", name="← Cases").click()
    expect(page.locator(".found tbody tr")).to_have_count(1)
    assert fits(page)


def test_a_block_is_undone_by_a_second_person(page: Page, address: str, day: Day, raised: Alert) -> None:
    sign_in(page, address, "eva")
    page.goto(f"{address}/alerts/{raised.alert_id}")
    page.locator(".blocks summary").click()
    page.get_by_label("Reason for undoing it").fill("It was the officer.")
    assert fits(page)
    button(page, "Undo the block")
    expect(page).to_have_url(f"{address}/alerts/{raised.alert_id}")
    expect(page.locator(".blocks")).to_contain_text("It was the officer.")
    found = day.desk.blocks.of_actor(CLERK.id)
    assert found is not None
    assert found.state is BlockState.UNDONE
    page.goto(f"{address}/blocks")
    expect(page.get_by_text("Nobody is kept out")).to_be_visible()
    assert fits(page)


def test_whoever_was_slower_is_shown_what_became_of_it(
    page: Page, browser: Browser, address: str, raised: Alert
) -> None:
    sign_in(page, address)
    page.goto(f"{address}/alerts/{raised.alert_id}")
    context = browser.new_context(java_script_enabled=False)
    other = context.new_page()
    sign_in(other, address, "eva")
    other.goto(f"{address}/alerts/{raised.alert_id}")
    button(other, "Acknowledge")
    context.close()
    button(page, "Acknowledge")
    expect(page.get_by_role("heading", name="Somebody else was quicker")).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Back to the page").click()
    expect(page.locator("main .badges")).to_contain_text("Acknowledged")
