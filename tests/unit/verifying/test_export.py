"""An export verifies if and only if it is what its filters find in its tree: every row, every cell, every field."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lacre.exporting.columns import HEAD, SealedEvent
from lacre.exporting.manifest import Leaves, Place
from lacre.model.event import Event
from lacre.model.filters import Filters, Selection
from lacre.tlog.checkpoint import checkpoint_name
from lacre.verifying.verdict import Findings, Verdict
from tests.unit.exporting.populations import contents, event, filters, selections
from tests.unit.verifying.archives import LOG_KEY, Sealed, private_key, signed_checkpoint
from tests.unit.verifying.exported import (
    careful_forgery,
    check,
    export,
    facts_of,
    leaves_of,
    log_of,
    said,
    verdict,
)

BY_ANA = Selection(Filters(actor_id="ana"))


@pytest.fixture
def archive() -> Sealed:
    """Eight leaves; those of even index are Ana's."""
    return log_of([event(leaf, actor_id="bento" if leaf % 2 else "ana") for leaf in range(8)])


def leaf(archive: Sealed, index: int) -> SealedEvent:
    return list(leaves_of(archive))[index]


populations = st.lists(contents, min_size=1, max_size=6).map(
    lambda made: [event(number, body, **fields) for number, (body, fields) in enumerate(made)]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(events=populations, selection=selections, batch=st.integers(1, 4), data=st.data())
def test_whatever_is_written_verifies(
    events: Sequence[Event], selection: Selection, batch: int, data: st.DataObject
) -> None:
    log = log_of(events, batch)
    size = data.draw(st.sampled_from([*range(batch, len(events), batch), len(events)]))
    made = export(log, selection, size)
    expected = [one for one in list(leaves_of(log))[:size] if selection.match(one.header, one.body)]
    assert made.manifest.count == len(expected)
    assert check(log, made) == Findings()


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(events=populations, selection=selections, at=st.floats(0, 1), byte=st.binary(max_size=2), cut=st.integers(0, 2))
def test_no_byte_can_be_changed_unseen(
    events: Sequence[Event], selection: Selection, at: float, byte: bytes, cut: int
) -> None:
    log = log_of(events)
    made = export(log, selection)
    where = int(at * len(made.data))
    changed = made.data[:where] + byte + made.data[where + cut :]
    assume(changed != made.data)
    assert verdict(log, replace(made, data=changed)) is Verdict.TAMPERED
    assert verdict(log, made.with_data(changed)) is Verdict.TAMPERED


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(events=populations, selection=selections, data=st.data())
def test_no_other_rows_verify_however_well_the_manifest_fits(
    events: Sequence[Event], selection: Selection, data: st.DataObject
) -> None:
    log = log_of(events)
    right = [one for one in leaves_of(log) if selection.match(one.header, one.body)]
    other = data.draw(st.lists(st.sampled_from(list(leaves_of(log))), max_size=len(events) + 1))
    assume([one.leaf for one in other] != [one.leaf for one in right])
    assert verdict(log, careful_forgery(log, other, selection)) is Verdict.TAMPERED
    assert verdict(log, careful_forgery(log, right, selection)) is Verdict.VERIFIED


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(events=populations, one=filters, other=filters)
def test_other_filters_verify_only_if_they_find_the_same(events: Sequence[Event], one: Filters, other: Filters) -> None:
    log = log_of(events)
    made = export(log, Selection(one))
    changed = replace(made, manifest=replace(made.manifest, selection=Selection(other)))
    same = export(log, Selection(other)).data == made.data
    assert verdict(log, changed) is (Verdict.VERIFIED if same else Verdict.TAMPERED)


OTHER_PLACE = Place("0194a000-0000-7000-8000-000000000001", "2026-11-22T09:30:00.123Z", 3)
CHANGES: dict[str, dict[str, Any]] = {
    "count up": {"count": 5},
    "count down": {"count": 3},
    "first": {"first": OTHER_PLACE},
    "no first": {"first": None},
    "last": {"last": OTHER_PLACE},
    "no last": {"last": None},
    "hash": {"sha256": "0" * 64},
    "longer": {"length": 10**6},
    "shorter": {"length": 100},
    "no length": {"length": 0},
    "another filter": {"selection": Selection(Filters(actor_id="bento"))},
    "a filter less": {"selection": Selection()},
    "a filter more": {"selection": replace(BY_ANA, text="Carla")},
    "a shorter period": {"selection": Selection(replace(BY_ANA.filters, end=event(6).header.recorded_at))},
    "another size": {"tree_size": 6},
    "fewer leaves": {"leaves": Leaves(2, 7)},
    "size and leaves": {"tree_size": 6, "leaves": Leaves(0, 5)},
    "no checkpoint": {"checkpoint": ""},
    "columns": {"columns": ("leaf",)},
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_field_of_the_manifest_can_be_changed(archive: Sealed, change: str) -> None:
    made = export(archive, BY_ANA)
    assert verdict(archive, made) is Verdict.VERIFIED
    assert verdict(archive, replace(made, manifest=replace(made.manifest, **CHANGES[change]))) is Verdict.TAMPERED


def test_the_first_bad_row_and_its_event_are_named(archive: Sealed) -> None:
    zero, two, four, six = (leaf(archive, index) for index in (0, 2, 4, 6))
    named = f"the event {four.header.id} (leaf 4)"
    cases = {
        f"row 3: the row of {named} is missing; one of leaf 6 is in its place": [zero, two, six],
        f"row 3: a row of leaf 2 was added, repeated or moved before that of {named}": [zero, two, two, four, six],
        f"row 3: a row of leaf 3 was added, repeated or moved before that of {named}": [
            zero,
            two,
            leaf(archive, 3),
            four,
            six,
        ],
        "row 4: the data end before the row of the event": [zero, two, four],
        "row 5: a row of leaf 7, which is not of the export": [zero, two, four, six, leaf(archive, 7)],
    }
    for message, events in cases.items():
        findings = check(archive, careful_forgery(archive, events, BY_ANA))
        assert message in said(findings)
        assert findings.first_bad_leaf == (4 if "leaf 4" in message else 6 if "row 4" in message else None)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (b"ana,", b"eva,", "the cell actor_id"),
        (b"Ana registered", b"Eva registered", "the cell description"),
        (b",MEDIUM,", b",HIGH,", "the cell severity"),
        (b"\r\n", b"\n", "the end of the line"),
        (b",ana,,", b",ana,'',", "the cell actor_role"),
    ],
)
def test_an_edited_cell_is_named(archive: Sealed, old: bytes, new: bytes, where: str) -> None:
    made = export(archive, BY_ANA)
    rows = made.data.split(b"\r\n4,")[1]
    changed = made.data.replace(b"\r\n4," + rows, b"\r\n4," + rows.replace(old, new, 1))
    findings = check(archive, made.with_data(changed))
    assert f"row 3: {where} of the event {leaf(archive, 4).header.id} (leaf 4)" in said(findings)
    assert (findings.verdict, findings.first_bad_leaf) == (Verdict.TAMPERED, 4)


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "no byte order mark": lambda data: data.removeprefix(b"\xef\xbb\xbf"),
    "LF": lambda data: data.replace(b"\r\n", b"\n"),
    "UTF-16": lambda data: data.decode("utf-8-sig").encode("utf-16"),
    "all quoted": lambda data: data.replace(b"MEDIUM", b'"MEDIUM"'),
    "an empty line more": lambda data: data + b"\r\n",
    "a NUL more": lambda data: data + b"\0",
    "no last line end": lambda data: data[:-2],
    "only the head": lambda _: HEAD,
    "two heads": lambda data: HEAD + data,
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_rows_in_another_form_are_not_the_export(archive: Sealed, form: str) -> None:
    made = export(archive, BY_ANA)
    assert verdict(archive, made.with_data(FORMS[form](made.data))) is Verdict.TAMPERED


def test_nothing_found_is_a_valid_export(archive: Sealed) -> None:
    nobody = Selection(Filters(actor_id="nobody"))
    assert check(archive, export(archive, nobody)) == Findings()
    assert verdict(archive, careful_forgery(archive, [], BY_ANA)) is Verdict.TAMPERED
    assert verdict(archive, careful_forgery(archive, [leaf(archive, 0)], nobody)) is Verdict.TAMPERED


def test_an_export_of_a_smaller_tree_holds_after_the_log_has_grown(archive: Sealed) -> None:
    assert check(archive, export(archive, BY_ANA, 3)) == Findings()


def test_an_event_of_the_period_that_was_sealed_late_is_missed_if_it_is_left_out() -> None:
    log = log_of([event(5), event(6), event(7), event(9), event(1)])
    period = Selection(Filters(start=event(1).header.recorded_at, end=event(6).header.recorded_at))
    assert export(log, period).manifest.count == 2
    assert verdict(log, careful_forgery(log, [leaf(log, 0)], period)) is Verdict.TAMPERED


def test_what_was_checked_is_shown(archive: Sealed) -> None:
    made = export(archive, BY_ANA)
    assert facts_of(archive, made) == {
        "export rows": 4,
        "export leaves": 8,
        "export filters": "actor_id='ana'",
        "export first": leaf(archive, 0).header.id,
        "export last": leaf(archive, 6).header.id,
        "export sha256": made.manifest.sha256,
    }


def test_a_copy_that_ends_before_the_export_concludes_nothing(archive: Sealed) -> None:
    made = export(archive, BY_ANA)
    for size in (8, 6):
        del archive.objects[checkpoint_name(size)]
    findings = check(archive, made)
    assert findings.verdict is Verdict.INCONCLUSIVE
    assert "the export is of 8 leaves; the copy proves 3 of them" in said(findings)
    # What is there is compared all the same.
    assert verdict(archive, made.with_data(made.data.replace(b",ana,", b",eva,", 1))) is Verdict.TAMPERED


def test_a_tree_without_its_own_checkpoint_in_the_copy_concludes_nothing(archive: Sealed) -> None:
    made = export(archive, BY_ANA, 6)
    del archive.objects[checkpoint_name(6)]
    assert verdict(archive, made) is Verdict.INCONCLUSIVE


def test_an_export_of_another_log_is_not_of_this_one(archive: Sealed) -> None:
    made = export(log_of([event(number) for number in range(10, 18)]), BY_ANA)
    assert "states another root for size 8" in said(check(archive, made))
    # The same rows, under a root that the log never signed.
    right = export(archive, BY_ANA)
    for root in (bytes(32), b"short"):
        note = signed_checkpoint(8, root).decode()
        assert verdict(archive, replace(right, manifest=replace(right.manifest, checkpoint=note))) is Verdict.TAMPERED


def test_the_checkpoint_is_the_archives_own(archive: Sealed) -> None:
    made = export(archive, BY_ANA)
    forged = signed_checkpoint(8, archive.root(), private_key("another")).decode()
    longer = made.manifest.checkpoint + made.manifest.checkpoint.split("\n\n")[1]
    assert signed_checkpoint(8, archive.root(), LOG_KEY).decode() == made.manifest.checkpoint
    for note in (forged, longer, made.manifest.checkpoint.replace("/test", "/other")):
        changed = replace(made, manifest=replace(made.manifest, checkpoint=note))
        assert "is not checkpoints/" in said(check(archive, changed))


def test_a_batch_that_changed_since_it_was_accepted_concludes_nothing(archive: Sealed) -> None:
    made = export(archive, BY_ANA)
    archive.objects[archive.batch_name(3)] += b"x"
    findings = check(archive, made)
    assert findings.verdict is Verdict.INCONCLUSIVE
    assert "not what it was a moment ago" in said(findings)


def test_a_leaf_that_holds_no_event_is_named(archive: Sealed) -> None:
    right = [one.event for one in archive.events[:4]]
    body = right[2].body_bytes.replace(b"{", b"{ ", 1)
    header = replace(right[2].header, checksum=hashlib.sha256(body).hexdigest())
    log = log_of([*right[:2], Event.of(header, body), right[3]])
    note = log.objects[checkpoint_name(4)].decode()
    made = export(log_of([*right[:2], right[3]]), BY_ANA)
    fitted = replace(made.manifest, tree_size=4, leaves=Leaves(0, 3), checkpoint=note)
    findings = check(log, replace(made, manifest=fitted))
    assert (findings.verdict, findings.first_bad_leaf) == (Verdict.TAMPERED, 2)
    assert "leaf 2 has no row, because it holds no event" in said(findings)
