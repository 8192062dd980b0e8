"""The algebra of places: scopes, the order of the index, cursors, version tags."""

from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from lacre.aws.cursor import position_of_cursor, to_cursor
from lacre.aws.place_index import PlaceIndex
from lacre.http.version_tag import tag_of, version_of
from lacre.model.place import Place, Scope
from lacre.model.refusal import Refusal
from lacre.ports.paging import BadPositionError

NAMES = st.text(alphabet="ab #/é", min_size=1, max_size=4)
PLACES = st.builds(Place, NAMES, NAMES)
SCOPES = st.one_of(st.just(Scope()), st.builds(Scope, NAMES), st.builds(Scope, NAMES, NAMES))
AGENT_ID = "01a1ee56-5e00-75b1-a522-4a58b791df00"


class NotedRows:
    """Rows of which none is there; notes what was asked for."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def query(self, limit: int, **query: Any) -> list[Any]:
        self.asked = query
        return []


def asked(scope: Scope, sort: str | None = None) -> dict[str, Any]:
    rows: Any = NotedRows()
    PlaceIndex(rows, "AGENT").within(scope, None if sort is None else to_cursor(sort), 1)
    return cast(NotedRows, rows).asked


def sort_of(place: Place) -> str:
    rows: Any = NotedRows()
    return PlaceIndex(rows, "AGENT").attributes(place, AGENT_ID)["sort"]


@given(SCOPES, PLACES)
def test_the_stretch_of_a_scope_holds_exactly_what_it_covers(scope: Scope, place: Place) -> None:
    values = asked(scope)["ExpressionAttributeValues"]
    stretch = values[":stretch"]["S"] if ":stretch" in values else ""
    assert sort_of(place).startswith(stretch) == scope.covers(place)


@given(SCOPES, PLACES)
def test_a_position_outside_the_scope_is_none(scope: Scope, place: Place) -> None:
    sort = sort_of(place)
    try:
        key = asked(scope, sort)["ExclusiveStartKey"]
    except BadPositionError:
        assert not scope.covers(place)
    else:
        assert scope.covers(place)
        assert key == {"pk": {"S": f"AGENT#{AGENT_ID}"}, "place": {"S": "AGENT"}, "sort": {"S": sort}}


@given(st.text())
def test_no_other_text_is_a_position(text: str) -> None:
    try:
        asked(Scope(), text)
    except (BadPositionError, UnicodeEncodeError):
        return
    raise AssertionError("a position without an id")


@given(st.text(max_size=300))
def test_a_cursor_goes_back_to_its_position(position: str) -> None:
    assert position_of_cursor(to_cursor(position)) == position


@given(st.text(max_size=300))
def test_a_cursor_is_what_it_was_made_as_or_none(cursor: str) -> None:
    try:
        assert to_cursor(position_of_cursor(cursor)) == cursor
    except BadPositionError:
        return


@given(st.integers(min_value=1, max_value=10**9 - 1))
def test_a_tag_goes_back_to_its_version(version: int) -> None:
    assert version_of(tag_of(version)) == version


@given(st.text())
def test_no_other_text_is_a_tag(text: str) -> None:
    try:
        assert tag_of(version_of(text)) == text.strip()
    except Refusal:
        return
