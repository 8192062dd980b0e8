"""Events with chosen and with any contents, and selections that find some of them."""

from dataclasses import replace

from hypothesis import strategies as st

from lacre.exporting.columns import SealedEvent
from lacre.model import moment
from lacre.model.canonical import JsonValue
from lacre.model.event import Body, Event, ReceiptedEvent, checksum
from lacre.model.filters import Filters, Selection, address_filter
from lacre.model.header import Header
from lacre.model.identifier import uuid7
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity

BEGIN = 1_790_000_000_000
NONCE = "00" * 16
SENTENCE = "The clerk Ana registered the agent Bento."


def event(number: int, body: Body | None = None, **fields: object) -> Event:
    """The event number n, recorded n seconds after BEGIN; `fields` replace those of its header."""
    body_bytes = (body or Body(SENTENCE, "Ana", NONCE)).encode()
    event_id = uuid7(BEGIN + number * 1000, number.to_bytes(10, "big"))
    header = Header(
        id=event_id,
        recorded_at=moment.to_text(BEGIN + number * 1000),
        source=EventSource.API,
        action="CREATE_AGENT",
        outcome=Outcome.SUCCEEDED,
        event_type=EventType.NORMAL,
        severity=Severity.MEDIUM,
        actor_type=ActorType.FUNCIONARIO,
        actor_id="u-clerk",
        entity_type=EntityType.AGENT,
        entity_id="a-1",
        ip_address="192.0.2.7",
        correlation_id=event_id,
        checksum=checksum(body_bytes),
    )
    return Event.of(replace(header, **fields), body_bytes)  # type: ignore[arg-type] # tests name fields of a header


def at_leaf(leaf: int, body: Body | None = None, **fields: object) -> SealedEvent:
    return SealedEvent.of(leaf, event(leaf, body, **fields))


def stored(one: Event) -> ReceiptedEvent:
    return ReceiptedEvent(one, "receipt")


nasty = st.text(st.sampled_from("=+-@＝＋－＠'\"`;,|\t\r\n \ufeff\u200b\0{}[]:aÉ漢9﹢"), max_size=8) | st.text(
    max_size=8
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | nasty,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(nasty, inner, max_size=3),
    max_leaves=5,
)
objects: st.SearchStrategy[dict[str, JsonValue] | None] = st.none() | st.dictionaries(nasty, json_values, max_size=3)
bodies = st.builds(
    Body,
    description=nasty,
    actor_name=nasty,
    nonce=st.just(NONCE),
    before=objects,
    after=objects,
    request=objects,
    reason=objects,
    trace_id=st.none() | nasty,
)
headers = st.fixed_dictionaries(
    {
        "entity_id": nasty,
        "actor_id": st.sampled_from(["u-1", "u-2"]),
        "ip_address": st.sampled_from(["192.0.2.7", "192.0.2.200", "2001:db8::7", "system"]) | nasty,
        "severity": st.sampled_from(Severity),
        "province": st.none() | st.just("Gaza") | nasty,
        "session_id": st.none() | nasty,
    }
)
contents = st.tuples(bodies, headers)

filters = st.builds(
    Filters,
    start=st.none() | st.integers(0, 6).map(lambda number: moment.to_text(BEGIN + number * 1000)),
    end=st.none() | st.integers(0, 6).map(lambda number: moment.to_text(BEGIN + number * 1000)),
    actor_id=st.none() | st.sampled_from(["u-1", "u-3"]),
    severity=st.none() | st.sampled_from(Severity),
    province=st.none() | st.just("Gaza"),
    ip=st.none() | st.sampled_from(["192.0.2.0/25", "2001:db8::/32", "system"]).map(address_filter),
    only_critical=st.booleans(),
)
any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=2)
selections = st.builds(Selection, filters, st.none() | any_text)
