"""Hostile text in every field at once, on every page: it runs nothing, hides nothing and fits on a small phone.

The policy of the pages is in force: what it had to stop would be a complaint of the browser, and fail the test.
"""

from dataclasses import replace
from typing import Any, cast

from playwright.sync_api import Page

from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.draft import Draft, Reason
from lacre.model.filters import Filters, Selection
from lacre.model.vocabulary import ActorType, EntityType, EventSource, Outcome
from lacre.ports.cases import Case
from lacre.ports.deep_searches import DeepSearch
from lacre.ports.exports import Asking, ExportFile, Job, Result, Wanted
from lacre.ports.notes import Note
from tests.browser.alert_day import found_on
from tests.browser.day import Day
from tests.browser.test_console import fits, sign_in
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.cases import MemoryCases
from tests.fakes.deep_searches import MemoryDeepSearches
from tests.fakes.exports import MemoryExports
from tests.fakes.found import block, uuid
from tests.fakes.people import MemoryPeople

SCRIPT = '<script>document.title="run"</script><img src=x onerror=\'document.title="run"\'>"\'></a><base href=//x>'
FORMULA = '=HYPERLINK("https://evil.example.com";"x")+cmd|\' /C calc\'!A0'
BIDI, INVISIBLE, STACKED = "\u202egnp.exe\u2066\u200f", "a\u200b\u200d\u2060\ufeffb", "Z" + "\u0301\u0323\u20dd" * 40
HOSTILE = f"{SCRIPT}{FORMULA}{BIDI}{INVISIBLE}{STACKED}{{{{7*7}}}} {'w' * 10_000}"
BRIEF = f"{SCRIPT}{BIDI}{STACKED}"
CODE = '<script>document.title="run"</script>=1+1\u202e\u200bZ\u0301'
"""A header has 4 KiB, and a body 64."""
CASE, JOB = uuid(1), uuid(2)


def fill_with_hostility(day: Day) -> dict[str, str]:
    """Gives the paths of the pages that show it, by what they are."""
    actor = Actor(ActorType.AGENT, CODE, HOSTILE, CODE, CODE, CODE, CODE)
    draft = Draft(
        "UPDATE_AGENT", actor, EventSource.API, f"{CODE}{'w' * 2_000}", CODE, EntityType.AGENT, Outcome.DENIED
    )
    request: JsonObject = {"method": BRIEF, "path": BRIEF, "user_agent": HOSTILE, "body": {BRIEF: BRIEF}}
    sides: dict[str, Any] = {"before": {BRIEF: [BRIEF, {"id": BRIEF}]}, "after": {BRIEF: [{"id": BRIEF}], "b": HOSTILE}}
    reason = Reason("OUTSIDE_JURISDICTION", BRIEF)
    (stored,) = day.record(replace(draft, request=request, reason=reason, attempted_action="UPDATE_AGENT", **sides))
    day.sealing.sealer().seal([stored])
    raised = _raise(day)
    _ask(day)
    rui = day.world.users.by_username("rui")
    assert rui is not None
    day.world.users.rows[rui.id] = replace(rui, name=HOSTILE)
    event = f"audit-logs/{stored.event.header.id}"
    found = {"alerts": "alerts", "alert": f"alerts/{raised}", "rule": f"alerts/{raised}/rule", "cases": "cases"}
    found |= {"searches": "deep-searches", "search": f"deep-searches/{JOB}"}
    found |= {"case": f"cases/{CASE}", "blocks": "blocks", "block": f"blocks/{uuid(3009)}"}
    trail = {"list": "audit-logs", "words": "audit-logs?text=UPDATE&action=UPDATE_AGENT", "event": event}
    return {**trail, "proof": f"{event}/verified", "dashboard": "dashboard", "exports": "exports", **found}


def _raise(day: Day) -> str:
    raised, now = found_on(day), day.world.clock.now()
    notes = (Note(raised.raised_at, HOSTILE, HOSTILE),)
    told: dict[str, Any] = {
        "title": HOSTILE,
        "condition": HOSTILE,
        "entity_id": HOSTILE,
        "owner": HOSTILE,
        "muted": HOSTILE,
    }
    kept = replace(raised, **told, notes=notes, case_id=CASE, block_id=uuid(3009), action=HOSTILE)
    cast(MemoryAlerts, day.desk.alerts).rows[raised.alert_id] = kept
    case = Case(CASE, HOSTILE, raised.raised_at, HOSTILE, HOSTILE, (raised.alert_id,), notes)
    cast(MemoryCases, day.desk.cases).rows[CASE] = case
    until = moment.to_text(now + 1_800_000)
    placed = block(9, actor_id=HOSTILE, alert_id=raised.alert_id, rule=HOSTILE, reason=HOSTILE, until=until)
    cast(MemoryBlocks, day.desk.blocks).place(placed)
    cast(MemoryPeople, day.desk.people).names[HOSTILE] = HOSTILE
    return raised.alert_id


def _ask(day: Day) -> None:
    asked = moment.to_text(day.world.clock.now())
    filters = Filters(actor_id=HOSTILE, province=HOSTILE, session_id=HOSTILE, actor_role=HOSTILE)
    job = Job(
        JOB, Asking(HOSTILE, HOSTILE, asked, JOB, JOB), Wanted(Selection(filters, HOSTILE)), "2099-01-01T00:00:00.000Z"
    )
    done = job.done(Result(1, "0" * 64, 1, (ExportFile.DATA,)), asked)
    cast(MemoryExports, day.exporting.jobs).rows |= {JOB: done}
    search = DeepSearch(JOB, job.asking, job.wanted.selection, job.expires_at)
    cast(MemoryDeepSearches, day.deep_searching.jobs).rows |= {JOB: search}


def is_inert(page: Page) -> bool:
    """Nothing of it became an element or ran; the page's own links still lead where they did."""
    made = page.locator("main script, img[src=x], base").count()
    leads_here = page.evaluate("[...document.links].every(one => one.origin === location.origin)")
    return bool(made == 0 and leads_here and page.title() != "run" and page.locator(".brand").is_visible())


def test_hostile_text_is_inert_and_fits(live_page: Page, address: str, day: Day) -> None:
    paths = fill_with_hostility(day)
    sign_in(live_page, address)
    for name, path in paths.items():
        live_page.goto(f"{address}/{path}")
        live_page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        assert is_inert(live_page), name
        assert fits(live_page), name


def test_what_is_typed_into_a_search_is_shown_as_it_is(live_page: Page, address: str, day: Day) -> None:
    sign_in(live_page, address)
    live_page.get_by_label("Words of the description").fill(BRIEF[:200])
    live_page.get_by_role("button", name="Search").click()
    assert live_page.get_by_label("Words of the description").input_value() == BRIEF[:200]
    assert live_page.locator(".tokens a").count() == 1
    assert is_inert(live_page)
    assert fits(live_page)
