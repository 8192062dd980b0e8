"""The difference of two values: what is told of it is enough to make the one from the other."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from functions.query.views.difference import Kind, Part, compare
from functions.query.views.difference_rows import MOST_ROWS, Difference, Row, difference
from functions.query.views.json_text import json_text
from lacre.model.canonical import JsonValue

_scalars = st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "1", "a", "b", "null"]))
_names = st.sampled_from(["id", "pos_id", "code", "a", "b", "~/"])
_values = st.recursive(
    _scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(_names, inner, max_size=4)),
    max_leaves=20,
)
_identified = st.lists(
    st.fixed_dictionaries({"id": st.integers(0, 6), "a": _scalars}), max_size=6, unique_by=lambda one: one["id"]
)
_objects = st.dictionaries(_names, st.one_of(_values, _identified), max_size=4)


def applied(before: Any, part: Part) -> Any:
    """What the parts that differ make of `before`; of what stayed nothing but `before` is looked at."""
    if part.kind is Kind.SAME:
        return before
    if part.kind is not Kind.WITHIN:
        return part.after
    if isinstance(before, dict):
        return _members(before, part)
    kept = [one for one in part.parts if one.kind is not Kind.REMOVED]
    placed = {
        one.place.end: applied(before[one.place.start] if one.place.start is not None else None, one) for one in kept
    }
    return [placed[index] for index in range(len(placed))]


def _members(before: dict[str, Any], part: Part) -> dict[str, Any]:
    made = dict(before)
    for one in part.parts:
        assert one.place.name is not None
        if one.kind is Kind.REMOVED:
            del made[one.place.name]
        else:
            made[one.place.name] = applied(before.get(one.place.name), one)
    return made


@given(_objects, _objects)
@example({"a": [1, 2, 3]}, {"a": [3, 1, 2]})
@example({"a": ["1"]}, {"a": [1]})
@example({"a": [True]}, {"a": [1]})
def test_what_is_told_makes_the_one_from_the_other(before: dict[str, JsonValue], after: dict[str, JsonValue]) -> None:
    assert json_text(applied(before, compare(before, after))) == json_text(after)


@given(_objects)
def test_what_stayed_is_only_told_as_unchanged(value: dict[str, JsonValue]) -> None:
    shown = difference(value, value)
    assert shown is not None
    assert not shown.rows
    assert (shown.unchanged_count == 0) is (value == {})


@given(_objects, _objects)
def test_every_change_has_a_row(before: dict[str, JsonValue], after: dict[str, JsonValue]) -> None:
    shown = difference(before, after)
    assert shown is not None
    assert bool(shown.rows) is (json_text(before) != json_text(after))


def _shown(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Difference:
    shown = difference(before, after)
    assert shown is not None
    return shown


def _brief(row: Row) -> tuple[str, str, str | None, str | None]:
    texts = [told.whole if told else None for told in (row.before, row.after)]
    return row.kind, row.pointer, texts[0], texts[1]


def test_an_element_that_went_leaves_the_others_as_they_were() -> None:
    pos = [{"pos_id": f"POS-{number}", "state": "ACTIVE"} for number in range(4)]
    shown = _shown({"pos": pos}, {"pos": [pos[0], *pos[2:]]})
    assert [(row.kind, row.label) for row in shown.rows] == [
        ("within", "pos"),
        ("removed", "pos_id = POS-1"),
        ("removed", "pos_id"),
        ("removed", "state"),
    ]
    assert shown.unchanged_count == 6
    assert shown.unchanged[0] == ("pos[pos_id = POS-0].pos_id", "POS-0")


def test_an_element_is_found_again_by_its_id_wherever_it_went() -> None:
    before = [{"id": 1, "a": "x"}, {"id": 2, "a": "y"}, {"id": 3, "a": "z"}]
    after = [{"id": 3, "a": "z"}, {"id": 1, "a": "x"}, {"id": 2, "a": "Y"}]
    rows = _shown({"of": before}, {"of": after}).rows
    assert [(row.kind, row.label, row.moved) for row in rows] == [
        ("within", "of", None),
        ("moved", "id = 3", (3, 1)),
        ("within", "id = 2", None),
        ("changed", "a", None),
    ]
    assert rows[-1].pointer == "/of/2/a"


def test_texts_are_shown_by_where_they_differ() -> None:
    (row,) = _shown({"phone": "+258840000001"}, {"phone": "+258840000002"}).rows
    assert row.before is not None
    assert (row.before.lead, row.before.mark, row.before.tail) == ("+25884000000", "1", "")
    (row,) = _shown({"district": "Centro"}, {"district": "Norte"}).rows
    assert (row.before.mark, row.after.mark) == ("Centro", "Norte") if row.before and row.after else False


def test_what_changed_its_type_alone_is_told_apart() -> None:
    (row,) = _shown({"a": 1}, {"a": "1"}).rows
    assert _brief(row) == ("changed", "/a", "1", '"1"')
    (row,) = _shown({"a": "null"}, {"a": None}).rows
    assert _brief(row) == ("changed", "/a", '"null"', "null")


def test_numbers_differ_as_a_whole() -> None:
    (row,) = _shown({"limit": 20000}, {"limit": 50000}).rows
    assert row.before is not None
    assert (row.before.lead, row.before.mark, row.before.tail) == ("", "20000", "")


def test_names_are_escaped_in_pointers() -> None:
    (row,) = _shown({}, {"a/b~c": 1}).rows
    assert _brief(row) == ("added", "/a~1b~0c", None, "1")


def test_a_body_as_deep_as_can_be_is_compared() -> None:
    def deep(bottom: str) -> dict[str, Any]:
        made: Any = bottom
        for level in range(900):
            made = [made] if level % 2 else {"a": made}
        return {"deep": made}

    rows = _shown(deep("x"), deep("y")).rows
    assert (rows[-1].kind, rows[0].kind) == ("changed", "within")
    assert rows[-1].before is not None
    assert (rows[-1].before.mark, rows[-1].after.mark if rows[-1].after else "") == ("x", "y")
    assert not _shown(deep("x"), deep("x")).rows
    assert _shown(None, deep("x")).rows


def test_long_words_and_many_parts_stay_within_a_page() -> None:
    word = "w" * 10_000
    (row,) = _shown({"a": word}, {"a": word + "!"}).rows
    assert row.after is not None
    assert (row.after.is_long, row.after.mark) == (True, "!")
    many = _shown({"a": list(range(20_000))}, {"a": [0, *range(2, 30_000)]})
    assert (len(many.rows), len(many.unchanged)) == (MOST_ROWS, MOST_ROWS)
    assert many.left_out == 10_002 - MOST_ROWS
    assert many.hidden == 19_999 - MOST_ROWS
    assert many.before is not None


def test_an_event_without_state_has_no_difference() -> None:
    assert difference(None, None) is None
    assert difference({}, {}) is not None
