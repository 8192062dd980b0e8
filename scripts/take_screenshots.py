"""`python -m scripts.take_screenshots`: every page of the console as docs/images/*.png, from a day in memory.

With names (`dashboard alert`) only those are taken anew.
"""

import io
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.day import Day
from tests.browser.deep_day import FOUND
from tests.browser.gateway import gateway
from tests.browser.rich_day import CASE, changed, rich_day
from tests.browser.test_console import sign_in
from tests.fakes.found import uuid

IMAGES = Path(__file__).parent.parent / "docs" / "images"
WIDE, NARROW = 1280, 360
MOST_BYTES = 250_000


@dataclass(frozen=True)
class Shot:
    """A page at a path below the console's root. `most` is how many pixels of its height are shown."""

    name: str
    path: str
    width: int = WIDE
    most: int = 1100
    language: str = "en"
    is_dark: bool = False
    is_printed: bool = False
    opens: str = ""
    """What is clicked before the picture is taken."""


def shots(day: Day) -> Sequence[Shot]:
    event = f"audit-logs/{changed(day)}"
    raised = uuid(4)
    return [
        Shot("login", "login", most=640),
        Shot("refused", "audit-logs/none-of-ours", most=560),
        Shot("dashboard", "dashboard", most=1500),
        Shot("dashboard-dark", "dashboard", is_dark=True),
        Shot("audit-logs", "audit-logs", most=1000),
        Shot("audit-logs-beside", "audit-logs", most=900, opens="#events a[data-event] >> nth=8"),
        Shot("audit-logs-pt", "audit-logs?severity=HIGH&outcome=DENIED", most=900, language="pt"),
        Shot("audit-logs-narrow", "audit-logs", width=NARROW, most=1400),
        Shot("event", event, most=2000),
        Shot("event-print", event, width=900, most=1700, is_printed=True),
        Shot("verified", f"{event}/verified", most=1500),
        Shot("alerts", "alerts", most=700),
        Shot("alert", f"alerts/{raised}", most=1500),
        Shot("alert-pt-narrow", f"alerts/{raised}", width=NARROW, most=1500, language="pt"),
        Shot("rule", f"alerts/{raised}/rule", most=700),
        Shot("cases", "cases", most=500),
        Shot("case", f"cases/{CASE}", most=1100),
        Shot("blocks", "blocks", most=500),
        Shot("exports", "exports", most=1200),
        Shot("deep-search", f"deep-searches/{FOUND}", most=900),
        Shot("settings", "settings", most=600),
    ]


def main() -> int:
    logging.disable()
    wanted = [one for one in shots(rich_day()) if not sys.argv[1:] or one.name in sys.argv[1:]]
    with chromium() as browser:
        for shot in wanted:
            size = keep(shot.name, picture(browser, shot))
            print(f"{shot.name}.png {size // 1000} kB{'' if size <= MOST_BYTES else ': too much'}")
    return 0


def picture(browser: Browser, shot: Shot) -> bytes:
    """Each of a day of its own: looking at one page is an event on the next."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": 900},
        color_scheme="dark" if shot.is_dark else "light",
        reduced_motion="reduce",
        locale="pt-PT" if shot.language == "pt" else "en-GB",
    )
    day, page = rich_day(), context.new_page()
    with gateway(day.applications) as address:
        if shot.path != "login":
            sign_in(page, address)
            day.world.clock.advance(60)
        page.goto(f"{address}/{shot.path}")
        if shot.opens:
            page.locator(shot.opens).click()
            page.locator("#beside .inside h1").wait_for()
        if shot.is_printed:
            page.emulate_media(media="print")
        height = min(shot.most, int(page.evaluate("document.documentElement.scrollHeight")))
        page.set_viewport_size({"width": shot.width, "height": height})
        taken = page.screenshot()
    context.close()
    return taken


def keep(name: str, taken: bytes) -> int:
    """In a palette of 128 colours, which flat surfaces and text need no more than; gives its size in bytes."""
    path = IMAGES / f"{name}.png"
    with Image.open(io.BytesIO(taken)) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
