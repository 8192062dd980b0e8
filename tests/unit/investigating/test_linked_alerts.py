"""The alerts of one event: its own stay linked whatever came later, and a block is linked to what it is about."""

from dataclasses import replace

import pytest

from lacre.detection.subject import Subject
from lacre.investigating.linked_alerts import OF_A_GROUP, Link, LinkAlerts
from lacre.investigating.rulebook import load_rulebook
from lacre.model import moment
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.draft import Draft
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType, EntityType, EventSource, Outcome
from lacre.ports.blocks import REACH_MS, Block
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.drafts import CLERK, agent_created
from tests.fakes.found import alert, uuid
from tests.fakes.rows import MemoryRows
from tests.fakes.trail import MemoryTrail

RULES = load_rulebook()
FAILED = Draft(
    "LOGIN_FAILED", UNKNOWN_ACTOR, EventSource.API, "u-clerk", "192.0.2.7", EntityType.USER, outcome=Outcome.FAILED
)


class Linking:
    def __init__(self) -> None:
        self.trail = MemoryTrail()
        self.alerts = MemoryAlerts()
        self.link = LinkAlerts(self.alerts, RULES, MemoryRows(self.trail.events))

    def record(self, draft: Draft) -> tuple[Header, bytes]:
        event = self.trail.recorder().record([draft])[0].event
        return event.header, event.body_bytes

    def linked(self, header: Header, body: bytes, block: Block | None = None) -> dict[str, Link]:
        return {one.alert.alert_id: one.link for one in self.link(header, body, block, [])}


@pytest.fixture
def linking() -> Linking:
    return Linking()


def group_key(header: Header, body: bytes) -> str:
    rule = RULES.rules["many_failed_logins"].rule
    ((group, _),) = rule.arrivals_of(Subject(header, body))
    return rule.group_key(group)


@pytest.mark.parametrize("later", [0, OF_A_GROUP, 3 * OF_A_GROUP])
@pytest.mark.parametrize("after_ms", [0, 1, 600_000])
def test_evidence_stays_linked_however_many_alerts_of_its_group_come_later(
    linking: Linking, later: int, after_ms: int
) -> None:
    header, body = linking.record(FAILED)
    key, at = group_key(header, body), moment.to_milliseconds(header.recorded_at)
    own = alert(200, group_key=key, evidence=(header.id,), window_end=moment.to_text(at + after_ms))
    others = [alert(201 + n, group_key=key, window_end=moment.to_text(at + 3_600_000 * (n + 1))) for n in range(later)]
    earlier = alert(199, group_key=key, window_end=moment.to_text(at - 1))
    linking.alerts.rows |= {one.alert_id: one for one in (earlier, own, *others)}
    found = linking.linked(header, body)
    assert found[own.alert_id] is Link.EVIDENCE
    assert Link.EVIDENCE not in {link for alert_id, link in found.items() if alert_id != own.alert_id}
    assert later or found[earlier.alert_id] is Link.GROUP, "what came before is told of as far as there is room"


@pytest.mark.parametrize(
    ("actor_type", "blocked", "placed_ms", "until_ms", "is_linked"),
    [
        (ActorType.FUNCIONARIO, "USER", 0, 1, True),
        (ActorType.FUNCIONARIO, "USER", REACH_MS, REACH_MS + 1, True),
        (ActorType.FUNCIONARIO, "USER", REACH_MS + 1, REACH_MS + 2, False),
        (ActorType.FUNCIONARIO, "USER", -1_800_000, 0, True),
        (ActorType.FUNCIONARIO, "USER", -1_800_000, -1, False),
        (ActorType.FUNCIONARIO, "POS", 0, 1, False),
        (ActorType.POS, "POS", 0, 1, True),
        (ActorType.POS, "USER", 0, 1, False),
    ],
)
def test_a_block_is_linked_to_what_its_own_actor_did_about_then(
    linking: Linking, actor_type: ActorType, blocked: str, placed_ms: int, until_ms: int, is_linked: bool
) -> None:
    header, body = linking.record(replace(agent_created(1), actor=replace(CLERK, type=actor_type)))
    at = moment.to_milliseconds(header.recorded_at)
    placed, until = (moment.to_text(at + one) for one in (placed_ms, until_ms))
    linking.alerts.rows[uuid(7)] = alert(7)
    block = Block("b", CLERK.id, blocked, "a", uuid(7), "why", placed, until)
    assert linking.linked(header, body, block) == ({uuid(7): Link.BLOCK} if is_linked else {})
