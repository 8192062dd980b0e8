"""Every condition holds or fails by its own field."""

import pytest

from lacre.model.filters import Filters, address_filter
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity
from tests.fakes.ambient import START
from tests.unit.searching.population import event

HEADER: Header = event(START).event.header


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (Filters(start=HEADER.recorded_at), Filters(start="2026-11-18T11:06:40.001Z")),
        (Filters(end="2026-11-18T11:06:40.001Z"), Filters(end=HEADER.recorded_at)),
        (Filters(actor_id="u-clerk"), Filters(actor_id="u-other")),
        (Filters(actor_type=ActorType.FUNCIONARIO), Filters(actor_type=ActorType.ADMIN)),
        (Filters(actor_role="FUNCIONARIO"), Filters(actor_role="ADMIN")),
        (Filters(entity_type=EntityType.AGENT), Filters(entity_type=EntityType.USER)),
        (Filters(entity_id="a-1"), Filters(entity_id="a-2")),
        (Filters(action="CREATE_AGENT"), Filters(action="UPDATE_AGENT")),
        (Filters(severity=Severity.MEDIUM), Filters(severity=Severity.LOW)),
        (Filters(event_type=EventType.NORMAL), Filters(event_type=EventType.FRAUD)),
        (Filters(outcome=Outcome.SUCCEEDED), Filters(outcome=Outcome.DENIED)),
        (Filters(province="Nampula"), Filters(province="Gaza")),
        (Filters(district="Centro"), Filters(district="Norte")),
        (Filters(correlation_id=HEADER.id), Filters(correlation_id="0194a000-0000-7000-8000-000000000001")),
        (Filters(session_id="s-1"), Filters(session_id="s-2")),
        (Filters(source=EventSource.API), Filters(source=EventSource.SYSTEM)),
        (Filters(), Filters(only_critical=True)),
        (Filters(ip=address_filter("192.0.2.7")), Filters(ip=address_filter("192.0.2.8"))),
        (Filters(ip=address_filter("192.0.2.99/24")), Filters(ip=address_filter("192.0.2.8/29"))),
        (Filters(), Filters(ip=address_filter("system"))),
        (Filters(), Filters(ip=address_filter("::/0"))),
    ],
)
def test_a_condition_matches_its_field(right: Filters, wrong: Filters) -> None:
    assert right.match(HEADER)
    assert not wrong.match(HEADER)


@pytest.mark.parametrize("text", ["", "192.0.2", "192.0.2.7/33", "anywhere"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not appear"):
        address_filter(text)
