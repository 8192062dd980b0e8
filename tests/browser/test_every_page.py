"""Every page of the console in each of its states: for those who see little, use no mouse, or print it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.axe import violations
from tests.browser.day import Day
from tests.browser.gateway import gateway
from tests.browser.rich_day import rich_day
from tests.browser.states import State, states
from tests.browser.test_console import fits, sign_in


@dataclass(frozen=True)
class Eyes:
    language: str
    width: int
    scheme: Literal["light", "dark"]


# Any two of a language, a width and a scheme meet in one of these; a state is looked at with two that share none.
BY_DAY = (Eyes("en", 1280, "light"), Eyes("pt", 360, "dark"))
BY_NIGHT = (Eyes("pt", 1280, "dark"), Eyes("en", 360, "light"))
TO_SIGHT = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return one === document.body ? null : {
    what: one.outerHTML.slice(0, 120),
    at: [...document.querySelectorAll("*")].indexOf(one),
    isSeen: seen && style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2,
  };
}"""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, summary, pre[tabindex='0']")]
  .filter(one => one.checkVisibility() && !one.disabled && one.type !== "hidden").length"""


@pytest.fixture(scope="module")
def rich() -> Day:
    return rich_day()


@pytest.fixture(scope="module")
def rich_address(rich: Day) -> Iterator[str]:
    with gateway(rich.applications) as address:
        yield address


@pytest.fixture(scope="module")
def session(browser: Browser, rich_address: str) -> StorageState:
    context = browser.new_context()
    sign_in(context.new_page(), rich_address)
    kept = context.storage_state()
    context.close()
    return kept


def opened(browser: Browser, eyes: Eyes, session: StorageState) -> Page:
    return browser.new_context(
        viewport={"width": eyes.width, "height": 900},
        locale="pt-PT" if eyes.language == "pt" else "en-GB",
        color_scheme=eyes.scheme,
        reduced_motion="reduce",
        storage_state=session,
        bypass_csp=True,
    ).new_page()


def looked_at(page: Page, address: str, shown: Sequence[State]) -> Iterator[State]:
    """Each state, with the page in it."""
    for state in shown:
        page.goto(f"{address}/{state.path}")
        state.act(page)
        yield state


@pytest.mark.parametrize(("half", "seen_with"), [(0, BY_DAY), (1, BY_NIGHT)])
def test_axe_finds_nothing(
    browser: Browser, rich: Day, rich_address: str, session: StorageState, half: int, seen_with: tuple[Eyes, Eyes]
) -> None:
    found: dict[str, list[str]] = {}
    for eyes in seen_with:
        page = opened(browser, eyes, session)
        shown = [one for one in states(rich)[half::2] if not one.is_wide or eyes.width > 1000]
        for state in looked_at(page, rich_address, shown):
            found[f"{state.name}, {eyes}"] = violations(page)
            assert fits(page), f"{state.name}, {eyes}"
        page.context.close()
    assert {state: bad for state, bad in found.items() if bad} == {}


def test_every_control_is_reached_by_the_tab_key_and_seen(
    browser: Browser, rich: Day, rich_address: str, session: StorageState
) -> None:
    page = opened(browser, BY_DAY[0], session)
    # What an act opens is reached by keys as well; here it would only be more of the same.
    for state in states(rich):
        if "," in state.name:
            continue
        page.goto(f"{rich_address}/{state.path}")
        wanted, reached = int(page.evaluate(REACHABLE)), [0]
        for _ in range(wanted * 3):
            page.keyboard.press("Tab")
            focused = page.evaluate(TO_SIGHT)
            if focused is None or (focused["at"] in reached[1:2] and len(reached) > 2):
                break
            assert focused["isSeen"], f"{state.name}: {focused['what']}"
            if focused["at"] != reached[-1]:
                reached.append(focused["at"])
        assert reached == sorted(set(reached)), f"{state.name}: not in the order of the page"
        assert len(reached) - 1 >= wanted - 5, f"{state.name}: {len(reached) - 1} of {wanted}"
    page.context.close()


def test_what_is_printed_has_no_controls_and_fits(
    browser: Browser, rich: Day, rich_address: str, session: StorageState
) -> None:
    page = opened(browser, Eyes("en", 760, "dark"), session)
    for state in looked_at(
        page, rich_address, [one for one in states(rich) if "," not in one.name and one.name != "settings"]
    ):
        # A page of another process does not inherit it.
        page.emulate_media(media="null")
        page.emulate_media(media="print")
        controls = page.locator("button:visible, input:visible, select:visible, nav a:visible")
        assert (controls.all_inner_texts(), fits(page)) == ([], True), state.name
    page.context.close()
