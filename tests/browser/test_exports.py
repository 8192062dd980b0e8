"""The page of exports in a real browser: asked for, waited for, failed, downloaded, and no longer there."""

import re
from dataclasses import replace
from typing import cast

from playwright.sync_api import Page, expect

from lacre.model import moment
from lacre.model.draft import Reason
from lacre.ports.exports import ExportFile, ExportState, Progress, Result
from tests.browser.day import Day
from tests.browser.export_day import DONE, FAILED, GONE, RUNNING, ask_some
from tests.browser.test_console import fits, sign_in
from tests.fakes.exports import MemoryExports


def test_what_a_search_found_is_exported_and_downloaded(page: Page, address: str, day: Day) -> None:
    sign_in(page, address)
    page.goto(f"{address}/exports")
    expect(page.get_by_text("No export yet")).to_be_visible()
    assert fits(page)

    page.goto(f"{address}/audit-logs?severity=CRITICAL&start=2026-11-18T09:00Z")
    page.get_by_role("link", name="PDF").click()
    expect(page.get_by_label("Severity")).to_have_value("CRITICAL")
    expect(page.get_by_label("Format")).to_have_value("pdf")
    page.get_by_role("button", name="Export", exact=True).click()
    row = page.locator("table.exports tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Waiting")
    expect(row).to_contain_text("Severity: Critical")
    assert fits(page)

    jobs = cast(MemoryExports, day.exporting.jobs)
    (job,) = jobs.rows.values()
    assert day.exporting.queue.job_ids == [job.id]  # type: ignore[attr-defined]  # the fake's
    jobs.rows[job.id] = replace(job, state=ExportState.RUNNING, tree_size=12_000, progress=Progress(3_000, 7))
    page.get_by_role("link", name="Look again").click()
    expect(row.get_by_role("progressbar")).to_have_attribute("value", "3000")
    expect(row).to_contain_text(re.compile(r"3.000 of 12.000 events looked at"))
    assert fits(page)

    files = (ExportFile.PDF, ExportFile.MANIFEST)
    jobs.rows[job.id] = job.done(Result(7, "0f" * 32, 512, files), moment.to_text(day.world.clock.now()))
    page.get_by_role("link", name="Look again").click()
    expect(row).to_contain_text("Done")
    expect(page.get_by_role("link", name="Look again")).to_have_count(0)
    page.get_by_role("button", name="Document (PDF)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Document (PDF)")
    link = page.get_by_role("link", name="Download")
    expect(link).to_have_attribute("href", re.compile(rf"^https://files\.example\.com/{job.id}/pdf\?valid=600$"))
    expect(page.locator("main")).to_contain_text("0f" * 32)
    assert fits(page)
    page.get_by_role("link", name="Back to the exports").click()
    expect(page).to_have_url(f"{address}/exports")
    told = [one.action for one in day.world.trail.events.headers_in_order]
    assert told.count("EXPORT_AUDIT") == 2, "asking is one event, and the link another"


def test_each_state_is_told_and_mine_are_apart(page: Page, address: str, day: Day) -> None:
    ask_some(day)
    sign_in(page, address)
    page.goto(f"{address}/exports")
    rows = page.locator("table.exports tbody tr")
    expect(rows).to_have_count(6)
    for words in ("Waiting", "Being written", "Failed", "Nothing was sealed yet. Ask for it again.", "No longer kept"):
        expect(page.locator("table.exports")).to_contain_text(words)
    assert page.locator(f"form[action$='{DONE}/link']").count() == 2
    assert page.locator(f"form[action*='{FAILED}'], form[action*='{GONE}'], form[action*='{RUNNING}']").count() == 0
    assert fits(page)
    page.get_by_role("link", name="Mine").click()
    expect(page.get_by_text("No export yet")).to_be_visible()


def test_what_was_done_elsewhere_shows_by_itself(live_page: Page, address: str, day: Day) -> None:
    jobs = ask_some(day)
    live_page.clock.install()
    sign_in(live_page, address)
    live_page.goto(f"{address}/exports")
    expect(live_page.get_by_role("progressbar")).to_be_visible()
    ended = moment.to_text(day.world.clock.now())
    jobs.rows[RUNNING] = jobs.rows[RUNNING].failed(Reason("GAVE_UP", "It broke off."), ended)
    live_page.clock.fast_forward(21_000)
    expect(live_page.get_by_text("It broke off each time that it was begun.")).to_be_visible()
    expect(live_page.get_by_role("progressbar")).to_have_count(0)


def test_a_link_to_what_is_gone_is_refused_on_a_page(page: Page, address: str, day: Day) -> None:
    jobs = ask_some(day)
    sign_in(page, address)
    page.goto(f"{address}/exports")
    jobs.rows[DONE] = replace(jobs.rows[GONE], id=DONE)
    page.locator(f"form[action$='{DONE}/link'] button").first.click()
    expect(page.get_by_role("heading", name="The files are no longer kept")).to_be_visible()
    assert fits(page)
