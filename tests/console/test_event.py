"""One event: what was changed in it, what is around it, and its proof, step by step and as a file."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_console import fits
from tests.console.scene import Scene
from tests.console.watched import press
from tests.e2e.lacre_command import lacre

STEPS = 5


def test_a_change_is_told_and_proven(auditing: Page, scene: Scene, tmp_path: Path) -> None:
    auditing.goto(f"audit-logs/{scene.edited}")
    expect(auditing.locator(".badges code")).to_have_text("UPDATE_AGENT")
    changed = auditing.locator("#difference tr.changed")
    expect(changed.filter(has_text="name").first).to_contain_text("Lia Mondlane Sitoe")
    expect(changed.filter(has_text="phone").first).to_contain_text("+258840000010")
    expect(auditing.locator(".risk meter")).to_be_visible()
    expect(auditing.locator(".timeline [aria-current=true]").last).to_contain_text("UPDATE_AGENT")
    session = auditing.locator("section[aria-labelledby=session-title] .timeline li")
    expect(session.filter(has_text="ACCESS_OUTSIDE_JURISDICTION")).to_have_count(1)

    auditing.locator(".proof a[hx-get]").click()
    steps = auditing.locator("#verified .steps > li")
    expect(steps).to_have_count(STEPS)
    expect(steps.locator("h3 .badge.good")).to_have_count(STEPS)
    expect(auditing.locator("#verified .result .badge.good")).to_be_visible()
    assert fits(auditing)

    with auditing.expect_download() as downloading:
        auditing.locator(".proof a[download]").click()
    file, edited = tmp_path / "evidence.json", tmp_path / "edited.json"
    downloading.value.save_as(file)
    assert downloading.value.suggested_filename == f"evidence-{scene.edited}.json"
    keys = ["--key", scene.stack["log_public_key"], "--receipt-key", scene.stack["receipt_public_key"]]
    run = lacre("verify", str(file), *keys)
    assert run.returncode == 0, run.stdout + run.stderr
    edited.write_text(file.read_text().replace("Sitoe", "Sitoi"))
    assert lacre("verify", str(edited), *keys).returncode == 1


def test_from_a_refusal_to_what_came_before_it(plain: Page, scene: Scene) -> None:
    plain.goto(f"audit-logs/{scene.refused}")
    expect(plain.locator("main")).to_contain_text("OUTSIDE_JURISDICTION")
    press(plain.locator("section[aria-labelledby=session-title] a", has_text="UPDATE_AGENT"))
    expect(plain).to_have_url(re.compile(f"/audit-logs/{scene.edited}$"))
    press(plain.locator(".proof a.button").first)
    expect(plain).to_have_url(re.compile("/verified$"))
    expect(plain.locator(".steps h3 .badge.good")).to_have_count(STEPS)
    assert fits(plain)
    finding = scene.guessed[0]["finding_id"]
    plain.goto(f"audit-logs/{finding}")
    press(plain.locator(f"a[href='../alerts/{scene.guessed[0]['id']}']").first)
    expect(plain.locator("table.evidence tbody tr")).to_have_count(5)
