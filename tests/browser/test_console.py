"""The console in a real browser: without JavaScript, below a path prefix, wide and narrow."""

from playwright.sync_api import Page, expect

from tests.browser.day import PIN, Day


def sign_in(page: Page, address: str, username: str = "rui") -> None:
    """By the request that the form makes, and to where it leads."""
    page.context.request.post(
        f"{address}/console/session",
        form={"username": username, "secret": PIN},
        headers={"Sec-Fetch-Site": "same-origin"},
        max_redirects=0,
    )
    page.goto(f"{address}/audit-logs")


def fill_in(page: Page, address: str, username: str, pin: str) -> None:
    page.goto(f"{address}/audit-logs")
    page.get_by_label("User name").fill(username)
    page.get_by_label("PIN or password").fill(pin)
    page.get_by_role("button", name="Sign in").click()


def fits(page: Page) -> bool:
    """Whether nothing sticks out sideways, measured from outside: the page itself runs no script."""
    session = page.context.new_cdp_session(page)
    metrics = session.send("Page.getLayoutMetrics")
    return bool(metrics["cssContentSize"]["width"] <= metrics["cssLayoutViewport"]["clientWidth"])


def test_an_investigator_signs_in_filters_and_reads_an_event(page: Page, address: str, day: Day) -> None:
    fill_in(page, address, "rui", PIN)
    expect(page).to_have_url(f"{address}/audit-logs")
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
    assert page.locator("table[class=events] tbody tr").count() >= 9
    assert fits(page)

    page.get_by_label("Action", exact=True).select_option("UPDATE_AGENT")
    page.get_by_role("button", name="Search").click()
    rows = page.locator("table.events").last.locator("tbody tr")
    expect(rows).to_have_count(1)
    assert "action=UPDATE_AGENT" in page.url
    rows.get_by_role("link", name="Detail").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana Macuácua changed")
    expect(page.get_by_text("VERIFIED", exact=True)).to_be_visible()
    expect(page.locator(".difference tr.changed").first).to_contain_text("Norte")
    assert fits(page)

    page.get_by_role("link", name="The same entity").click()
    expect(page.locator("table.events").last.locator("tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{address}/login")
    page.goto(f"{address}/audit-logs")
    expect(page).to_have_url(f"{address}/login")


def test_a_wrong_pin_stays_outside(page: Page, address: str) -> None:
    fill_in(page, address, "rui", "000000")
    expect(page.get_by_role("alert")).to_contain_text("wrong")
    assert fits(page)


def test_who_may_not_read_the_log_is_told_so_and_recorded(page: Page, address: str, day: Day) -> None:
    sign_in(page, address, "ana")
    expect(page.get_by_text("ROLE_MISSING")).to_be_visible()
    assert fits(page)
    assert day.world.trail.events.headers_in_order[-1].action == "UNAUTHORIZED_ACCESS_ATTEMPT"
