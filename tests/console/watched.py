"""Pages in a browser that is watched: what it complains of, and what every answer says of its policy."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Response, expect

from tests.console.cast import PIN, Person

POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
DESK, PHONE = 1280, 360
LOCALES = {"en": "en-GB", "pt": "pt-MZ"}


@dataclass
class Watch:
    """`complaints` are of the browser's console, `lax` the pages that came without the strict policy."""

    complaints: list[str] = field(default_factory=list)
    lax: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    pages: int = 0

    def hear(self, said: ConsoleMessage) -> None:
        # That an answer is a refusal is what some tests are about.
        if said.type in ("error", "warning") and "responded with a status of" not in said.text:
            self.complaints.append(said.text)

    def see(self, answer: Response) -> None:
        if answer.headers.get("content-type", "").startswith("text/html"):
            self.pages += 1
            if answer.headers.get("content-security-policy") != POLICY:
                self.lax.append(f"{answer.status} {answer.url}")

    def dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@contextmanager
def watched(browser: Browser, console: str, *, width: int = DESK, language: str = "en", **more: Any) -> Iterator[Page]:
    """A page of a browser of its own, at the address of its own; at the end nothing may have been amiss."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale=LOCALES[language],
        base_url=f"{console}/",
        reduced_motion="reduce",
        **more,
    )
    page, watch = context.new_page(), Watch()
    page.on("console", watch.hear)
    page.on("pageerror", lambda error: watch.complaints.append(str(error)))
    page.on("response", watch.see)
    page.on("dialog", watch.dismiss)
    yield page
    context.close()
    assert watch.pages > 0
    assert (watch.complaints, watch.lax, watch.dialogs) == ([], [], [])


def sign_in(page: Page, person: Person) -> None:
    """By the login page, in whichever language it is."""
    page.goto("audit-logs")
    page.locator("#username").fill(person.username)
    page.locator("#secret").fill(PIN)
    press(page.locator("form.card button[type=submit]"))
    expect(page).to_have_url(re.compile("/audit-logs$"))


def press(button: Locator) -> None:
    """What leads to another page; returns once that is there."""
    with button.page.expect_navigation():
        button.click()
