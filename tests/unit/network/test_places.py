"""The algebra of places: scopes, the order of the index, cursors, version tags."""

from hypothesis import given
from hypothesis import strategies as st

from lacre.model.refusal import Refusal
from network.aws.agent_rows import index_key, sort_of, stretch_of
from network.aws.cursor import position_of_cursor, to_cursor
from network.model.place import Place, Scope
from network.model.version_tag import tag_of, version_of
from network.ports.agents import BadPositionError

NAMES = st.text(alphabet="ab #/é", min_size=1, max_size=4)
PLACES = st.builds(Place, NAMES, NAMES)
SCOPES = st.one_of(st.just(Scope()), st.builds(Scope, NAMES), st.builds(Scope, NAMES, NAMES))
AGENT_ID = "01a1ee56-5e00-75b1-a522-4a58b791df00"


@given(SCOPES, PLACES)
def test_the_stretch_of_a_scope_holds_exactly_what_it_covers(scope: Scope, place: Place) -> None:
    assert sort_of(place, AGENT_ID).startswith(stretch_of(scope)) == scope.covers(place)


@given(SCOPES, PLACES)
def test_a_position_outside_the_scope_is_none(scope: Scope, place: Place) -> None:
    sort = sort_of(place, AGENT_ID)
    try:
        key = index_key(sort, scope)
    except BadPositionError:
        assert not scope.covers(place)
    else:
        assert scope.covers(place)
        assert key["sort"] == {"S": sort}


@given(st.text())
def test_no_other_text_is_a_position(text: str) -> None:
    try:
        index_key(text, Scope())
    except BadPositionError:
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
