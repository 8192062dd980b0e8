"""Every page of the console, and what can be the matter with each, on the day of `rich_day`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.day import Day
from tests.browser.deep_day import FAILED, FOUND
from tests.browser.export_day import DONE
from tests.browser.rich_day import CASE, changed
from tests.fakes.found import uuid

Act = Callable[[Page], None]


def nothing(_: Page) -> None:
    """The page as it comes."""


@dataclass(frozen=True)
class State:
    """A page at a path below the console's root, and what is done there; `is_wide`: it is there with room only."""

    name: str
    path: str
    act: Act = nothing
    is_wide: bool = False


def states(day: Day) -> Sequence[State]:
    return [*_trail(changed(day)), *_found(), *_exports(), *_refusals()]


def _trail(event_id: str) -> list[State]:
    event = f"audit-logs/{event_id}"
    return [
        State("dashboard, its table open", "dashboard", _unfold),
        State("audit log", "audit-logs?limit=5"),
        State("audit log, filtered", "audit-logs?limit=5&severity=HIGH&outcome=DENIED&text=the"),
        State("audit log, empty", "audit-logs?text=nobody&actor_id=nobody"),
        State("audit log, an event beside it", "audit-logs?limit=5", _open_beside, is_wide=True),
        State("audit log, the keys", "audit-logs?limit=5", _show_keys),
        State("event, verified in place, all open", event, _verify_and_unfold),
        State("proof", f"{event}/verified", _unfold),
    ]


def _found() -> list[State]:
    alert = f"alerts/{uuid(4)}"
    return [
        State("alerts", "alerts"),
        State("alerts, none", "alerts?status=open&severity=INFO"),
        State("alert", alert, _unfold),
        State("rule", f"{alert}/rule", _unfold),
        State("cases", "cases"),
        State("cases, no more of them", "cases?state=closed"),
        State("case", f"cases/{CASE}", _unfold),
        State("blocks", "blocks"),
        State("blocks, none", "blocks?state=UNDONE"),
        State("block", f"blocks/{uuid(3001)}"),
    ]


def _exports() -> list[State]:
    return [
        State("exports", "exports", _unfold),
        State("exports, none", "exports?mine=true&severity=HIGH"),
        State("link of an export", "exports", _ask_for_link),
        State("searches of the archive", "deep-searches", _unfold),
        State("searches of the archive, none", "deep-searches?mine=true"),
        State("search of the archive", f"deep-searches/{FOUND}"),
        State("search of the archive, failed", f"deep-searches/{FAILED}"),
        State("settings", "settings"),
        State("settings, refused", "settings?refused=UNKNOWN_ZONE"),
    ]


def _refusals() -> list[State]:
    return [
        State("refused: no such event", f"audit-logs/{uuid(1)}"),
        State("refused: not valid", "audit-logs?ip=nowhere&severity=loud"),
        State("login, refused", "login?refused=LOGIN_FAILED"),
    ]


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def _open_beside(page: Page) -> None:
    page.locator("#events a[data-event]").nth(2).click()
    page.locator("#beside .inside h1").wait_for()


def _show_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def _verify_and_unfold(page: Page) -> None:
    page.locator("[hx-target='#verified']").click()
    page.locator("#verified .result").wait_for()
    _unfold(page)


def _ask_for_link(page: Page) -> None:
    page.locator(f"form[action$='{DONE}/link'] button").first.click()
    page.locator("main h1").wait_for()
