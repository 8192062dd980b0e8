"""The SQL of a deep search, run by SQLite: it finds all that the selection finds, whatever anybody wrote."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lacre.aws.athena_sql import sightings_sql
from lacre.compacting.files import files_of
from lacre.model import canonical
from lacre.model.event import Body, Event
from lacre.model.filters import Filters, Selection, address_filter
from lacre.tlog.batch import Line
from tests.fakes.athena import answered, rows_of
from tests.unit.exporting.populations import NONCE, event, headers, nasty, selections

ANY = 10_000
texts = st.none() | st.sampled_from(["u-1", "Gaza"]) | nasty
bodies = st.builds(Body, description=nasty, actor_name=st.just("Ana"), nonce=st.just(NONCE))
hostile = st.builds(
    lambda filters, text: Selection(filters, text or None),
    st.builds(Filters, actor_id=texts, entity_id=texts, province=texts, session_id=texts),
    texts,
)


def found(sql: str, events: Sequence[Event]) -> list[str]:
    """The ids, in the order of the answer."""
    lines = ((leaf, Line(one.header_bytes, one.body_bytes, "receipt")) for leaf, one in enumerate(events))
    files = {file.path: file.content for file in files_of(lines)}
    return [row[0] for row in answered(sql, rows_of(files))[1:]]


def matching(selection: Selection, events: Sequence[Event]) -> set[str]:
    return {one.header.id for one in events if selection.match(one.header, canonical.decode(one.body_bytes))}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.lists(st.tuples(bodies, headers), min_size=1, max_size=4), selection=selections | hostile)
@example(
    made=[(Body("a", "Ana", NONCE), {})],
    selection=Selection(Filters(entity_id="' OR '1'='1"), "'; DROP TABLE events; --"),
)
def test_what_the_selection_finds_is_found(made: list[tuple[Body, dict[str, object]]], selection: Selection) -> None:
    events = [event(number, body, **fields) for number, (body, fields) in enumerate(made)]
    assert matching(selection, events) <= set(found(sightings_sql("events", selection, ANY, ANY), events))


@settings(max_examples=60)
@given(text=nasty, other=nasty)
@example(text="'", other="''")
@example(text="a' OR 'a' = 'a", other="b")
@example(text="\\'", other="\\")
@example(text="%", other="x")
def test_a_text_stands_for_itself(text: str, other: str) -> None:
    """What is printable is told from all else; of other characters only where they stand is not looked at."""
    events = [event(1, entity_id=text), event(2, entity_id=other)]
    ids = found(sightings_sql("events", Selection(Filters(entity_id=text)), ANY, ANY), events)
    assert events[0].header.id in ids
    if text.isprintable() and text != other:
        assert ids == [events[0].header.id]


@pytest.mark.parametrize("asked", ["ação", "AÇÃO", "ﬁm", "straße", "d'água", '"q"', "%_\\"])
def test_a_description_is_found_by_its_folded_words(asked: str) -> None:
    said = 'Ação final: FIM, STRASSE, D\'ÁGUA, "Q", %_\\'
    events = [event(1, Body(said, "Ana", NONCE)), event(2, Body("Nothing of it.", "Ana", NONCE))]
    selection = Selection(Filters(), asked)
    assert matching(selection, events) == {events[0].header.id}
    assert found(sightings_sql("events", selection, ANY, ANY), events) == [events[0].header.id]


@pytest.mark.parametrize(
    ("network", "addresses"),
    [
        ("192.0.2.7", {"192.0.2.7"}),
        ("192.0.2.0/24", {"192.0.2.7", "192.0.2.70"}),
        ("192.0.2.64/26", {"192.0.2.70"}),
        ("192.0.0.0/9", {"192.0.2.7", "192.0.2.70", "192.0.20.7"}),
        ("192.128.0.0/9", set()),
        ("0.0.0.0/0", {"192.0.2.7", "192.0.2.70", "192.0.20.7", "1.2.3.4"}),
        ("2001:db8::/32", {"2001:db8::7", "2001:0DB8::8"}),
        ("2001:db8::/125", {"2001:db8::7"}),
        ("db8::/16", {"0db8::1", "db8::2"}),
        ("::ffff:1.2.3.0/120", {"::ffff:1.2.3.4"}),
        ("c000:207::/32", set()),
        ("fe80::/10", {"fe80::1%eth0"}),
        ("system", {"system"}),
    ],
)
def test_of_a_network_its_own_addresses_are_found_and_no_others(network: str, addresses: set[str]) -> None:
    known = ["192.0.2.7", "192.0.2.70", "192.0.20.7", "192x0", "system", "::7", "unknown", "1.2.3.4"]
    known += ["2001:db8::7", "2001:0DB8::8", "2001:db9::7", "0db8::1", "db8::2", "db80::1"]
    known += ["::ffff:1.2.3.4", "fe80::1%eth0"]
    events = [event(number, ip_address=address) for number, address in enumerate(known)]
    ids = found(sightings_sql("events", Selection(Filters(ip=address_filter(network))), ANY, ANY), events)
    assert {one.header.ip_address for one in events if one.header.id in ids} == addresses
    assert matching(Selection(Filters(ip=address_filter(network))), events) == set(ids)


def test_the_newest_come_first_and_only_of_the_leaves_that_are_asked_for() -> None:
    events = [event(number) for number in range(9)]
    newest = [one.header.id for one in events[::-1]]
    assert found(sightings_sql("events", Selection(), ANY, 3), events) == newest[:3]
    assert found(sightings_sql("events", Selection(), 4, ANY), events) == newest[5:]


def test_a_period_is_told_by_folders_and_by_moments() -> None:
    # BEGIN lies 26 minutes and 40 seconds after an hour: the first and the last are in hours of their own.
    events = [event(number * 1200) for number in range(9)]
    start, end = events[2].header.recorded_at, events[6].header.recorded_at
    for given_, expected in (
        (Filters(start=start), events[2:]),
        (Filters(end=end), events[:6]),
        (Filters(start=start, end=end), events[2:6]),
        (Filters(start=start, end=start), []),
    ):
        sql = sightings_sql("events", Selection(given_), ANY, ANY)
        assert found(sql, events) == [one.header.id for one in expected[::-1]]
