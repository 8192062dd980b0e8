"""From an alert to what came of it, and from a block to the one who gets through again; all without JavaScript."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_console import fits
from tests.console.hostile import LINE, WORD
from tests.console.playing import GUESSED
from tests.console.scene import Scene
from tests.console.watched import press
from tests.e2e.test_blocks import LISTING

NOTE = "Asked the owner, who had forgotten it."


def send(page: Page, action: str) -> None:
    """The form that leads to an action."""
    press(page.locator(f"form[action$='/{action}'] button[type=submit]").first)


def test_an_alert_is_acknowledged_put_into_a_case_and_closed(plain: Page, scene: Scene) -> None:
    alert = scene.guessed[0]["id"]
    plain.goto("alerts")
    plain.locator("#rule").select_option(GUESSED)
    plain.locator("#severity").select_option("CRITICAL")
    press(plain.locator("form.narrowing button"))
    assert fits(plain)
    press(plain.locator(f"form[action='alerts/{alert}/acknowledge'] button"))
    expect(plain).to_have_url(re.compile(f"severity=CRITICAL&rule={GUESSED}$"))
    expect(plain.locator(f"a[href='alerts/{alert}']")).to_have_count(0)

    plain.goto(f"alerts/{alert}")
    expect(plain.locator(".evidence tbody tr")).to_have_count(5)
    expect(plain.locator(".verdict .badge.good")).to_be_visible()
    plain.locator("#title").fill(LINE)
    send(plain, "case")
    expect(plain.get_by_role("heading", level=1)).to_have_text(LINE)
    case = plain.url
    plain.locator("form[action$='/notes'] input[name=note]").fill(WORD)
    send(plain, "notes")
    expect(plain.locator(".notes")).to_contain_text(WORD)
    assert fits(plain)
    plain.locator("form[action$='/close'] input[name=note]").fill(NOTE)
    send(plain, "close")
    expect(plain.locator("form[action$='/close']")).to_have_count(0)

    plain.goto(f"alerts/{alert}")
    plain.locator("form[action$='/snooze'] input[name=reason]").fill(WORD)
    send(plain, "snooze")
    plain.locator("input[name=disposition][value=benign]").check()
    plain.locator("form[action$='/close'] input[name=note]").fill(NOTE)
    send(plain, "close")
    expect(plain.locator(".notes")).to_contain_text(NOTE)
    expect(plain.locator("form[action$='/close']")).to_have_count(0)
    assert fits(plain)
    told = scene.auditor.client.get(f"/v1/alerts/{alert}").raise_for_status().json()
    assert (told["status"], told["disposition"], told["case_id"]) == ("closed", "benign", case.rpartition("/")[2])
    plain.goto("cases?state=closed")
    expect(plain.locator(f"a[href='cases/{told['case_id']}']")).to_be_visible()
    assert fits(plain)


def test_who_was_blocked_gets_through_again_once_an_administrator_says_so(plain: Page, scene: Scene) -> None:
    block = scene.flooded["block_id"]
    assert scene.pos.refused()
    plain.goto("dashboard")
    expect(plain.locator(f"form[action$='blocks/{block}/unblock']")).to_have_count(1)
    plain.goto("blocks")
    row = plain.locator("table.blocks tbody tr", has=plain.locator(f"form[action='blocks/{block}/unblock']"))
    row.locator("summary").click()
    row.locator("input[name=reason]").fill(WORD)
    assert fits(plain)
    press(row.locator("form button"))
    expect(plain).to_have_url(re.compile(f"/blocks/{block}$"))
    expect(plain.locator("table.blocks")).to_contain_text(WORD)
    expect(plain.locator("form[action$='/unblock']")).to_have_count(0)
    assert fits(plain)
    assert scene.pos.client.get(LISTING).status_code == 200
    (undone,) = scene.who.sealed("ACTOR_UNBLOCKED", entity_type="BLOCK", entity_id=block)
    assert (undone["actor_id"], undone["outcome"]) == (scene.admin.id, "SUCCEEDED")
