"""A day to look at: a small, plainly fictional network at work, with a guesser, alerts, cases, a block and exports."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from lacre.model import moment
from lacre.model.actor import UNKNOWN_ACTOR, Actor
from lacre.model.canonical import JsonObject
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import ActorType, EntityType, EventSource, Outcome
from lacre.ports.cases import Case, CaseState
from lacre.ports.detection import Alert
from lacre.ports.notes import Note
from tests.browser.alert_day import found_on
from tests.browser.day import CLERK, Day
from tests.browser.deep_day import search_some
from tests.browser.export_day import ask_some
from tests.browser.full_day import fill
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.cases import MemoryCases
from tests.fakes.found import uuid
from tests.fakes.people import MemoryPeople
from tests.fakes.watching import MemoryCurrent

_PLACES = (("Nampula", "Centro"), ("Nampula", "Norte"), ("Zambézia", "Mar"), ("Niassa", "Lago"))
_NAMES = ("Lia Mondlane", "Tomás Nhaca", "Zita Cossa", "Abel Sitoe", "Inês Chissano", "Dário Muianga")
_AGENTS = [
    Actor(ActorType.AGENT, f"01a1ee00-0000-7000-8000-{number:012x}", name, "AGENT", *_PLACES[number % 4])
    for number, name in enumerate(_NAMES, 0xA1)
]
_TERMINALS = [
    Actor(ActorType.POS, f"POS-{number}", f"POS-{number}", None, *_PLACES[number % 4]) for number in (2, 5, 7)
]
_ADDRESSES = ("192.0.2.7", "192.0.2.19", "192.0.2.44", "198.51.100.23", "2001:db8::17")
CASE, CLOSED_CASE = uuid(8001), uuid(8002)
BEFORE: JsonObject = {
    "name": "Lia Mondlane",
    "phone": "+258840000001",
    "district": "Centro",
    "status": "active",
    "limits": {"daily_mt": 20000, "single_mt": 5000},
    "terminals": [{"id": "POS-2", "state": "active"}, {"id": "POS-5", "state": "active"}],
}
AFTER: JsonObject = {
    "name": "Lia Mondlane",
    "phone": "+258840000002",
    "district": "Norte",
    "status": "active",
    "limits": {"daily_mt": 50000, "single_mt": 5000},
    "terminals": [{"id": "POS-5", "state": "active"}, {"id": "POS-7", "state": "active"}],
    "note": "Moved to the market in Norte.",
}
REQUEST: JsonObject = {
    "method": "PATCH",
    "path": "/v1/agents/{agent_id}",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    "body": {"district": "Norte", "phone": "+258840000002"},
}


def rich_day() -> Day:
    """With `rui` as its auditor, at whose clock Maputo's time stands beside UTC; the same whenever it is made."""
    day = Day()
    _name(day)
    for pause, draft in _work(random.Random(11)):
        day.world.clock.advance(pause)
        day.events += day.record(draft)
    day.sealing.sealer().seal(day.events[9:])
    day.world.clock.advance(90)
    fill(day)
    raised = found_on(day)
    _work_on(day, raised)
    _keep_well(day)
    ask_some(day)
    search_some(day)
    return day


def changed(day: Day) -> str:
    """The id of the event whose page has the most to show."""
    return [one.event.header.id for one in day.events if one.event.header.action == "UPDATE_AGENT"][-1]


def _name(day: Day) -> None:
    names = {"rui": "Rui Mabjaia", "ana": CLERK.name}
    for user in list(day.world.users.rows.values()):
        day.world.users.rows[user.id] = replace(user, name=names[user.username], zone="Africa/Maputo")


def _work(chance: random.Random) -> Iterator[tuple[int, Draft]]:
    """What is done, each with the seconds before it."""
    for _ in range(46):
        yield chance.randrange(2, 90), chance.choice((_sale, _sale, _sale, _receipt, _login, _outside))(chance)
    moved = Draft("UPDATE_AGENT", CLERK, EventSource.API, _AGENTS[0].id, "192.0.2.7", before=BEFORE, after=AFTER)
    yield 40, replace(moved, request=REQUEST)
    reprint = Draft("RECEIPT_REPRINTED", _AGENTS[2], EventSource.API, uuid(77), "192.0.2.19")
    for _ in range(3):
        yield 20, reprint


def _sale(chance: random.Random) -> Draft:
    terminal, amount = chance.choice(_TERMINALS), chance.randrange(50, 4000)
    after: JsonObject = {"amount_mt": amount, "product": "tomato", "status": "paid"}
    source = chance.choice((EventSource.API, EventSource.API, EventSource.OFFLINE_SYNC))
    at = chance.choice(_ADDRESSES[:3])
    return Draft("TRANSACTION_CREATED", terminal, source, uuid(chance.randrange(9_000)), at, after=after)


def _receipt(chance: random.Random) -> Draft:
    return Draft(
        "RECEIPT_PRINTED", chance.choice(_AGENTS), EventSource.API, uuid(chance.randrange(9_000)), "192.0.2.44"
    )


def _login(chance: random.Random) -> Draft:
    agent = chance.choice(_AGENTS)
    return Draft("LOGIN_SUCCESS", agent, EventSource.API, uuid(chance.randrange(9_000)), chance.choice(_ADDRESSES))


def _outside(chance: random.Random) -> Draft:
    reason = Reason("OUTSIDE_JURISDICTION", "The entity is outside the caller's jurisdiction.")
    actor, at = chance.choice((*_AGENTS[:2], CLERK, UNKNOWN_ACTOR)), chance.choice(_ADDRESSES)
    plain = Draft("ACCESS_OUTSIDE_JURISDICTION", actor, EventSource.API, uuid(5), at, EntityType.MERCHANT)
    return replace(plain, outcome=Outcome.DENIED, attempted_action="UPDATE_MERCHANT", reason=reason)


def _keep_well(day: Day) -> None:
    """The checkpoint is of now, and all that it covers was compared."""
    now = day.world.clock.now()
    cast(MemoryCurrent, day.watching.current).stored_at = now - 45_000
    cast(MemoryPeople, day.desk.people).names["u-lia"] = _NAMES[0]


def _work_on(day: Day, raised: Alert) -> None:
    now = day.world.clock.now()
    rui = day.world.users.by_username("rui")
    assert rui is not None
    notes = (
        Note(moment.to_text(now - 500_000), rui.id, "Called the office in Centro: nobody there tried to log in."),
        Note(moment.to_text(now - 120_000), rui.id, "The address belongs to an internet café. Asked for its list."),
    )
    opened = moment.to_text(now - 900_000)
    case = Case(CASE, "PIN guessing from an internet café", opened, rui.id, rui.id, (raised.alert_id,), notes)
    closed = replace(case, id=CLOSED_CASE, title="Test of the new terminals", alert_ids=(), state=CaseState.CLOSED)
    cast(MemoryCases, day.desk.cases).rows.update({case.id: case, closed.id: replace(closed, closed_at=opened)})
    alerts = cast(MemoryAlerts, day.desk.alerts)
    alerts.rows[raised.alert_id] = replace(raised, case_id=case.id, notes=notes[:1])
