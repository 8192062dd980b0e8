"""Blocking a POS and rotating its key: at the version that was read, by those who may, one of two at once."""

import pytest
from httpx2 import Response

from lacre.model.place import Place
from network.model.pos import Pos, PosState
from tests.unit.network.test_updating import A_CHANGE
from tests.unit.network.worlds import FAR, HOME, NEXT, NetworkWorld, at, by, id_of, key_of, with_key

PATH = "/v1/pos"
LOST = {"reason": "Lost in the market"}
CODES = {"block": "BLOCK_POS", "rotate-key": "ROTATE_API_KEY"}
EACH_WAY = pytest.mark.parametrize("way", CODES)


def post(world: NetworkWorld, pos: Pos, way: str, headers: dict[str, str]) -> Response:
    return world.client.post(f"{PATH}/{pos.id}/{way}", json=LOST if way == "block" else None, headers=headers)


def status_with(world: NetworkWorld, pos: Pos, key: str) -> int:
    return world.client.get(f"{PATH}/{pos.id}", headers=with_key(key)).status_code


def test_a_blocked_pos_is_refused_at_once() -> None:
    world = NetworkWorld()
    pos = world.pos()
    assert status_with(world, pos, key_of(pos.id)) == 200
    answer = post(world, pos, "block", at("clerk"))
    assert (answer.status_code, answer.headers["ETag"], answer.json()["state"]) == (200, '"2"', "BLOCKED")
    assert status_with(world, pos, key_of(pos.id)) == 403
    _, blocked, refused = world.events
    told = world.body_of(blocked)
    assert (blocked.action, blocked.severity, blocked.entity_id) == ("BLOCK_POS", "MEDIUM", pos.id)
    assert (told["before"]["state"], told["after"]["state"]) == ("ACTIVE", "BLOCKED")
    assert told["after"]["reason"] == LOST["reason"]
    assert (refused.action, refused.actor_type, refused.actor_id) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "POS", pos.id)


def test_a_rotated_key_is_dead_at_once_and_the_new_one_opens() -> None:
    world = NetworkWorld()
    pos = world.pos()
    answer = post(world, pos, "rotate-key", at("clerk"))
    assert (answer.status_code, answer.headers["ETag"], answer.headers["Cache-Control"]) == (200, '"2"', "no-store")
    new = answer.json()["api_key"]
    assert (world.only_event.action, world.only_event.severity) == ("ROTATE_API_KEY", "MEDIUM")
    assert (status_with(world, pos, key_of(pos.id)), status_with(world, pos, new)) == (401, 200)
    assert new not in world.kept
    assert world.terminals.rows[pos.id].key_digest not in world.kept + answer.text


def test_of_two_rotations_at_once_one_wins_and_both_are_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    world = NetworkWorld()
    pos = world.pos()
    with monkeypatch.context() as patch:
        # Both read the same version: the condition of the write decides.
        patch.setattr(world.terminals, "find", lambda _: pos)
        first, second = (post(world, pos, "rotate-key", at(name)) for name in ("clerk", "agent"))
    assert (first.status_code, second.status_code) == (200, 409)
    assert "api_key" not in second.json()
    assert [(one.action, one.outcome.value) for one in world.events] == [
        ("ROTATE_API_KEY", "SUCCEEDED"),
        ("ROTATE_API_KEY", "FAILED"),
    ]
    assert (status_with(world, pos, key_of(pos.id)), status_with(world, pos, first.json()["api_key"])) == (401, 200)


@pytest.mark.parametrize("order", [("block", "rotate-key"), ("rotate-key", "block")])
def test_of_block_and_rotation_at_once_one_wins(order: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    world = NetworkWorld()
    pos = world.pos()
    with monkeypatch.context() as patch:
        patch.setattr(world.terminals, "find", lambda _: pos)
        answers = [post(world, pos, way, at("clerk")) for way in order]
    assert [answer.status_code for answer in answers] == [200, 409]
    kept = world.terminals.rows[pos.id]
    assert (kept.version, kept.state) == (2, "BLOCKED" if order[0] == "block" else "ACTIVE")
    # Whichever won, the key of before opens nothing.
    assert status_with(world, pos, key_of(pos.id)) == (403 if order[0] == "block" else 401)


def test_a_blocked_pos_gets_no_key_and_is_not_blocked_again() -> None:
    world = NetworkWorld()
    pos = world.pos(state=PosState.BLOCKED)
    refused = [post(world, pos, way, at("admin")).json()["code"] for way in CODES]
    assert refused == ["ALREADY_BLOCKED", "POS_BLOCKED"]
    assert {(one.action, one.outcome.value) for one in world.events} == {(code, "FAILED") for code in CODES.values()}
    assert world.terminals.rows[pos.id] == pos


def test_while_a_move_waits_it_is_blocked_but_gets_no_key() -> None:
    world = NetworkWorld()
    pos = world.pos(pending_change=A_CHANGE)
    refused = post(world, pos, "rotate-key", at("clerk"))
    assert (refused.status_code, refused.json()["code"]) == (409, "PENDING_APPROVAL")
    assert world.only_event.action == "EDIT_BLOCKED_PENDING_APPROVAL"
    assert world.body_of(world.only_event)["after"] == {"entity_type": "POS", "entity_id": pos.id}
    blocked = post(world, pos, "block", at("clerk"))
    assert (blocked.status_code, blocked.json()["pending_change"]) == (200, A_CHANGE)


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("clerk", HOME, 200),
        ("clerk", NEXT, 403),
        ("supervisor", NEXT, 200),
        ("supervisor", FAR, 403),
        ("admin", FAR, 200),
        ("homeless clerk", HOME, 403),
    ],
)
@EACH_WAY
def test_jurisdiction_holds(way: str, name: str, place: Place, status: int) -> None:
    world = NetworkWorld()
    pos = world.pos(place)
    assert post(world, pos, way, at(name)).status_code == status
    assert world.only_event.action == (CODES[way] if status == 200 else "ACCESS_OUTSIDE_JURISDICTION")
    assert world.terminals.rows[pos.id].version == (2 if status == 200 else 1)


def test_an_agent_rotates_the_keys_of_the_own_pos_alone() -> None:
    world = NetworkWorld()
    own, another = world.pos(), world.pos(agent_id=id_of(1))
    assert post(world, own, "rotate-key", at("agent")).status_code == 200
    assert post(world, another, "rotate-key", at("agent")).status_code == 403
    assert world.events[-1].action == "ACCESS_OUTSIDE_JURISDICTION"
    assert world.terminals.rows[another.id] == another


@EACH_WAY
@pytest.mark.parametrize("name", ["auditor", "trader", "merchant", None])
def test_others_are_refused_and_recorded_once(way: str, name: str | None) -> None:
    world = NetworkWorld()
    headers = at(name) if name else {"If-Match": '"1"'}
    assert post(world, world.pos(), way, headers).status_code == (403 if name else 401)
    assert world.only_event.attempted_action == CODES[way]


@EACH_WAY
def test_a_pos_neither_blocks_itself_nor_takes_a_key(way: str) -> None:
    world = NetworkWorld()
    pos = world.pos()
    assert post(world, pos, way, {**with_key(key_of(pos.id)), "If-Match": '"1"'}).status_code == 403


def test_an_agent_does_not_block() -> None:
    world = NetworkWorld()
    assert post(world, world.pos(), "block", at("agent")).status_code == 403


@EACH_WAY
@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [(None, 428, "IF_MATCH_MISSING"), ("1", 422, "IF_MATCH_INVALID"), ('"2"', 409, "STALE_VERSION")],
)
def test_without_the_version_that_is_nothing_changes(way: str, if_match: str | None, status: int, code: str) -> None:
    world = NetworkWorld()
    pos = world.pos()
    headers = {**by("clerk"), **({"If-Match": if_match} if if_match else {})}
    answer = post(world, pos, way, headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (world.only_event.action, world.only_event.outcome) == (CODES[way], "FAILED")
    assert world.terminals.rows[pos.id] == pos


@pytest.mark.parametrize("body", [None, {}, {"reason": ""}, {"reason": "482913112233"}, {"reason": None}, {"why": "a"}])
def test_a_block_has_a_reason(body: object) -> None:
    world = NetworkWorld()
    pos = world.pos()
    answer = world.client.post(f"{PATH}/{pos.id}/block", json=body, headers=at("clerk"))
    assert (answer.status_code, world.terminals.rows[pos.id]) == (422, pos)
    assert "482913112233" not in world.kept + answer.text


def test_a_rotation_that_is_sent_again_is_answered_again_without_the_key() -> None:
    world = NetworkWorld()
    pos = world.pos()
    headers = {**at("clerk"), "Idempotency-Key": "lua"}
    first, second = (post(world, pos, "rotate-key", headers) for _ in range(2))
    assert (second.status_code, second.headers["Idempotent-Replayed"]) == (200, "true")
    assert "api_key" not in second.json()
    assert len(world.events) == 1
    assert status_with(world, pos, first.json()["api_key"]) == 200


@EACH_WAY
def test_without_the_table_nothing_changes_and_the_event_waits(way: str) -> None:
    world = NetworkWorld()
    pos = world.pos()
    world.trail.events.is_away = True
    assert post(world, pos, way, at("clerk")).status_code == 503
    assert world.terminals.rows[pos.id] == pos
    assert [draft.action for draft in world.trail.outage.drafts] == ["DATABASE_ERROR"]
