"""The algebra of owners' lists: an owner's stretch of the index, and the positions in it."""

from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from lacre.aws.cursor import to_cursor
from lacre.model.vocabulary import EntityType
from lacre.ports.paging import BadPositionError
from network.aws.owner_index import OwnerIndex, owner_keys
from network.model.own import Owner
from tests.unit.network.test_places import NotedRows
from tests.unit.network.worlds import ABSENT_ID, id_of

IDS = st.integers(min_value=0, max_value=3).map(id_of)
OWNERS = st.builds(Owner, st.sampled_from([EntityType.AGENT, EntityType.MERCHANT]), IDS)


def asked(owner: Owner, position: str | None = None) -> dict[str, Any]:
    rows: Any = NotedRows()
    OwnerIndex(rows, "POS").owned_by(owner, None if position is None else to_cursor(position), 1)
    return cast(NotedRows, rows).asked


@given(OWNERS, IDS, IDS)
def test_an_owner_finds_exactly_the_rows_that_carry_its_key(owner: Owner, agent_id: str, merchant_id: str) -> None:
    query, keys = asked(owner), owner_keys("POS", agent_id, merchant_id)
    attribute = query["KeyConditionExpression"].partition(" ")[0]
    assert attribute in keys
    is_found = keys[attribute] == query["ExpressionAttributeValues"][":key"]["S"]
    assert is_found == (owner.id == (agent_id if owner.entity_type is EntityType.AGENT else merchant_id))


@given(OWNERS, OWNERS)
def test_a_position_is_one_of_the_owner_that_it_was_given_to(owner: Owner, giver: Owner) -> None:
    position = f"POS#{giver.id}\x1f{ABSENT_ID}"
    try:
        start = asked(owner, position)["ExclusiveStartKey"]
    except BadPositionError:
        assert owner.id != giver.id
    else:
        assert owner.id == giver.id
        assert (start["pk"], start["id"]) == ({"S": f"POS#{ABSENT_ID}"}, {"S": ABSENT_ID})


@given(OWNERS, st.text(st.characters(codec="utf-8")))
def test_no_other_text_is_a_position(owner: Owner, text: str) -> None:
    try:
        asked(owner, text)
    except BadPositionError:
        return
    raise AssertionError("a position without an id")
