"""Both exports by the page: asked for, waited for, downloaded, and checked by whoever gets them."""

import csv
import io
import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.test_console import fits
from tests.console.hostile import SCRIPTS
from tests.console.scene import Scene
from tests.console.watched import press
from tests.e2e.lacre_command import copied, lacre
from tests.e2e.sealed import wait_until_sealed

RUN = re.compile(r"(?:\A|(?<=[;\t\r\n])) *[=+\-@|%\t\r]")
"""What a spreadsheet could take for a formula: where a cell begins, and where it would if it were cut otherwise."""

TRIES = 40


def ask(page: Page, scene: Scene, kind: str) -> str:
    """The id of the job."""
    page.goto("exports?mine=true")
    for name, at in (("start", scene.start), ("end", scene.end)):
        page.locator(f"#ask [name={name}]").fill(at.removesuffix("Z"))
    page.locator("#format").select_option(kind)
    press(page.locator("#ask button[type=submit]"))
    expect(page).to_have_url(re.compile(r"/exports\?asked="))
    return page.url.rpartition("=")[2]


def look_again_until_written(page: Page) -> None:
    for _ in range(TRIES):
        if not page.locator("#jobs .summary a").count():
            assert not page.locator("#jobs .export-failed").count(), page.locator("#jobs").inner_text()
            return
        page.wait_for_timeout(500)
        press(page.locator("#jobs .summary a"))
    raise AssertionError("the exports are not written")


def download(page: Page, job: str, name: str, target: Path) -> Path:
    """Of a job's files, by the page of the link that is issued for it."""
    page.goto(f"exports?asked={job}")
    form = page.locator(f"form[action='exports/{job}/link']", has=page.locator(f"input[value={name}]"))
    press(form.locator("button"))
    assert fits(page)
    with page.expect_download() as downloading:
        page.locator("main a.button").click()
    downloading.value.save_as(target / name)
    return target / name


def test_csv_and_document_by_the_page(plain: Page, scene: Scene, tmp_path: Path) -> None:
    wait_until_sealed(scene.stack, [one.id for one in scene.events])
    jobs = {kind: ask(plain, scene, kind) for kind in ("csv", "pdf")}
    assert fits(plain)
    look_again_until_written(plain)
    data, manifest = (download(plain, jobs["csv"], name, tmp_path) for name in ("data", "manifest"))
    document = download(plain, jobs["pdf"], "pdf", tmp_path)
    assert document.read_bytes().startswith(b"%PDF-")

    rows = list(csv.DictReader(io.StringIO(data.read_bytes().decode("utf-8-sig"), newline="")))
    assert sorted(row["id"] for row in rows) == sorted(one.id for one in scene.events)
    assert json.loads(manifest.read_text())["count"] == len(rows)
    assert any(SCRIPTS in cell for row in rows for cell in row.values()), "the hostile texts are in it"
    assert [cell for row in rows for cell in row.values() if RUN.search(cell)] == []

    check = [
        "verify",
        str(copied(scene.stack, tmp_path / "copy")),
        "--key",
        scene.stack["log_public_key"],
        "--export",
        str(manifest),
    ]
    run = lacre(*check, "--data", str(data))
    assert run.returncode == 0, run.stdout + run.stderr
    data.write_bytes(data.read_bytes().replace(b"UPDATE_AGENT", b"CREATE_AGENT", 1))
    assert lacre(*check, "--data", str(data)).returncode == 1
