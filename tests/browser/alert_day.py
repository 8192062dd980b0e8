"""A day's alerts, as a detector could have raised them of the day's events; a block, and people by name."""

from typing import cast

from lacre.detection.subject import Subject
from lacre.model import moment
from lacre.ports.detection import Alert
from tests.browser.day import CLERK, Day
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.found import alert, block, uuid
from tests.fakes.people import MemoryPeople
from tests.unit.identity.worlds import IdentityWorld

DESCRIBED = {"title": "Many failed logins of one account", "condition": ">= 5 events in 10 min"}
OUTSIDE = {
    "rule": "repeated_access_outside_jurisdiction",
    "title": "Repeated access outside the jurisdiction",
    "condition": ">= 3 events in 30 min",
}
REPRINTS = {
    "rule": "many_reprints_of_one_receipt",
    "title": "Many reprints of one receipt",
    "condition": ">= 5 events in 30 min",
}


def found_on(day: Day) -> Alert:
    """What the rule of failed logins finds on the day; it is there, with another of its group, and a third."""
    rule = day.desk.rulebook.rules["many_failed_logins"].rule
    failed = [one for one in day.events if one.event.header.action == "LOGIN_FAILED"]
    ((group, _),) = rule.arrivals_of(Subject(failed[0].event.header, failed[0].event.body_bytes))
    headers = [one.event.header for one in failed]
    finding = next(one for one in day.events if one.event.header.action == "MULTIPLE_FAILED_LOGINS")
    raised = alert(
        4,
        **DESCRIBED,
        windowing_hash=rule.windowing_hash,
        group=group.text,
        entity_id=CLERK.id,
        raised_at=headers[-1].recorded_at,
        window_start=headers[0].recorded_at,
        window_end=headers[-1].recorded_at,
        evidence=tuple(one.id for one in headers),
        evidence_count=len(headers),
        finding_id=finding.event.header.id,
        block_id=uuid(3001),
    )
    before = alert(1, **DESCRIBED, entity_id=CLERK.id, status="closed", disposition="benign", owner=CLERK.id)
    other = alert(2, severity="HIGH", group_key="another", muted="snoozed", **OUTSIDE)
    for one in (raised, before, other):
        cast(MemoryAlerts, day.desk.alerts).rows[one.alert_id] = one
    now = day.world.clock.now()
    placed = block(1, actor_id=CLERK.id, actor_type="USER", alert_id=raised.alert_id, reason=raised.condition)
    times = {"placed_at": moment.to_text(now - 60_000), "until": moment.to_text(now + 1_800_000)}
    cast(MemoryBlocks, day.desk.blocks).place(type(placed)(**{**vars(placed), **times}))
    name_people(day.world, cast(MemoryPeople, day.desk.people))
    return raised


def name_people(world: IdentityWorld, people: MemoryPeople) -> None:
    people.names[CLERK.id] = CLERK.name
    for user in world.users.rows.values():
        people.names[user.id], people.roles[user.id] = user.name, user.role.value
