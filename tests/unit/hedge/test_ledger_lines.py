"""Ledger entries as lines: nothing is lost, and lines sort like what they hold."""

import json
from datetime import date
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge.model.ledger import Direction, LedgerEntry, Leg, entry_of
from tests.unit.hedge.desk import entry

ENTRIES = st.builds(
    LedgerEntry,
    id=st.uuids().map(str),
    contract_id=st.uuids().map(str),
    source_event_id=st.uuids().map(str),
    leg=st.sampled_from(Leg),
    direction=st.sampled_from(Direction),
    amount=st.integers(0, 10**24).map(lambda millionths: Decimal(f"{millionths // 10**6}.{millionths % 10**6:06d}")),
    cashflow_date=st.dates(),
    currency=st.just("USD"),
    created_at=st.integers(0, 4 * 10**12),
)


def test_a_line_is_compact_and_begins_with_date_and_id() -> None:
    line = entry("E1", Leg.FIXED, Direction.IN, "126000", "2026-01-30").line()
    assert line == (
        b'{"cashflow_date":"2026-01-30","id":"E1","hedge_contract_id":"HS",'
        b'"source_event_id":"5d8f4ab0-7a35-4f6a-9f57-5b0a3a1f6c11","leg_id":"FIXED","direction":"IN",'
        b'"amount":"126000.000000","currency":"USD","created_at":"2026-02-01T12:00:00.000Z"}'
    )


@given(ENTRIES)
def test_a_line_holds_all_of_its_entry(one: LedgerEntry) -> None:
    assert entry_of(one.line()) == one
    assert json.loads(one.line()) == one.shown()
    assert b"\n" not in one.line()


@given(st.lists(ENTRIES, max_size=12))
def test_lines_sort_like_entries(entries: list[LedgerEntry]) -> None:
    in_order = sorted(entries, key=lambda one: (one.cashflow_date, one.id))
    assert sorted(one.line() for one in entries) == [one.line() for one in in_order]


@given(ENTRIES)
def test_what_comes_in_is_positive_and_what_goes_out_negative(one: LedgerEntry) -> None:
    with localcontext(Context(prec=1, traps=[])):
        signed = one.signed
    assert signed == (one.amount if one.direction is Direction.IN else -one.amount)
    assert not (signed.is_signed() and not signed)


LINE = entry("E1", Leg.FLOAT, Direction.OUT, "1", "2026-01-30").shown()


@pytest.mark.parametrize(
    "damage",
    [
        {"amount": "1"},
        {"amount": "NaN"},
        {"amount": "1e6"},
        {"direction": "in"},
        {"leg_id": "OTHER"},
        {"cashflow_date": "2026-02-30"},
        {"created_at": "2026-02-01"},
    ],
)
def test_a_damaged_line_is_not_read(damage: dict[str, str]) -> None:
    with localcontext(Context(traps=[])), pytest.raises(ValueError, match=r"."):
        entry_of(json.dumps({**LINE, **damage}).encode())


@pytest.mark.parametrize("name", sorted(LINE))
def test_a_line_that_lacks_a_member_is_not_read(name: str) -> None:
    rest = {member: value for member, value in LINE.items() if member != name}
    with pytest.raises(KeyError):
        entry_of(json.dumps(rest).encode())


def test_the_day_before_the_year_1000_sorts_too() -> None:
    early, late = (entry("E1", Leg.FIXED, Direction.IN, "1", day) for day in ("0999-12-31", "1000-01-01"))
    assert early.line() < late.line()
    assert entry_of(early.line()).cashflow_date == date(999, 12, 31)
