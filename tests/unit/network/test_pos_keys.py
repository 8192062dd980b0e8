"""Who comes with an API key: the right one of a POS that is not blocked, or nobody."""

from dataclasses import replace

import pytest
from httpx2 import Response

from lacre.http.trail import Credentials
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.api_key import digest_of, new_key
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import ActorType
from lacre.ports.errors import StoreUnavailableError
from network.model.pos import PosState
from tests.fakes.found import block
from tests.unit.network.worlds import ABSENT_ID, HOME, NetworkWorld, by, key_of, with_key

PATH = "/v1/pos"
OTHER_SECRET = bytes(31) + b"\x01"


def read(world: NetworkWorld, headers: dict[str, str]) -> Response:
    (pos,) = world.terminals.rows.values()
    return world.client.get(f"{PATH}/{pos.id}", headers=headers)


def test_a_pos_acts_as_what_it_is_now() -> None:
    world = NetworkWorld()
    pos = world.pos()
    caller = world.pos_keys.authenticate(Credentials(None, key_of(pos.id)))
    assert caller.actor == Actor(ActorType.POS, pos.id, pos.label, "POS", HOME.province, HOME.district)
    assert (caller.further_roles, caller.must_change_secret) == ((), False)


def test_a_wrong_key_is_invalid_and_names_the_pos_but_no_actor() -> None:
    world = NetworkWorld()
    pos = world.pos()
    wrong = key_of(pos.id, OTHER_SECRET)
    answer = read(world, with_key(wrong))
    assert (answer.status_code, answer.json()["code"]) == (401, "API_KEY_INVALID")
    event = world.only_event
    assert (event.action, event.outcome, event.severity) == ("API_KEY_INVALID", "DENIED", "HIGH")
    assert (event.entity_type, event.entity_id, event.actor_type) == ("POS", pos.id, "UNKNOWN")
    assert event.attempted_action == "READ_ENTITY"
    assert wrong not in world.kept
    assert digest_of(wrong) not in world.kept


@pytest.mark.parametrize(
    "key",
    [
        key_of(ABSENT_ID),
        "",
        "x",
        "lcr_pos_",
        key_of(ABSENT_ID) + "a",
        key_of(ABSENT_ID)[:-1],
        f" {key_of(ABSENT_ID)}",
        key_of(ABSENT_ID).upper(),
        f"lcr_pos_{ABSENT_ID}_" + "A" * 43,
        "lcr_pos_" + "A" * 4000,
    ],
)
def test_what_is_no_key_of_ours_is_invalid(key: str) -> None:
    world = NetworkWorld()
    world.pos()
    answer = read(world, with_key(key))
    assert (answer.status_code, answer.json()["code"]) == (401, "API_KEY_INVALID")
    assert (world.only_event.action, world.only_event.actor_type) == ("API_KEY_INVALID", "UNKNOWN")


def test_a_key_of_another_kind_is_invalid_even_of_the_same_holder() -> None:
    world = NetworkWorld()
    pos = world.pos()
    producer = new_key("producer", pos.id, bytes(32))
    world.terminals.rows[pos.id] = replace(pos, key_digest=digest_of(producer))
    with pytest.raises(Refusal) as refused:
        world.pos_keys.authenticate(Credentials(None, producer))
    assert refused.value.reason.code == "API_KEY_INVALID"


def test_the_key_of_another_pos_opens_only_that_one() -> None:
    world = NetworkWorld()
    pos, another = world.pos(), world.pos()
    key = with_key(key_of(another.id))
    assert world.client.get(f"{PATH}/{pos.id}", headers=key).status_code == 403
    assert world.only_event.actor_id == another.id


def test_the_right_key_of_a_blocked_pos_is_forbidden_with_its_actor_and_a_wrong_one_invalid() -> None:
    world = NetworkWorld()
    pos = world.pos(state=PosState.BLOCKED)
    right, wrong = read(world, with_key(key_of(pos.id))), read(world, with_key(key_of(pos.id, OTHER_SECRET)))
    assert (right.status_code, right.json()["code"]) == (403, "POS_BLOCKED")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "API_KEY_INVALID")
    first, second = world.events
    assert (first.action, first.outcome, first.actor_type, first.actor_id) == (
        "UNAUTHORIZED_ACCESS_ATTEMPT",
        "DENIED",
        "POS",
        pos.id,
    )
    assert (first.province, first.district) == (HOME.province, HOME.district)
    assert second.actor_type == "UNKNOWN"


def test_a_token_and_a_key_together_are_refused() -> None:
    world = NetworkWorld()
    pos = world.pos()
    answer = read(world, {**by("admin"), **with_key(key_of(pos.id))})
    assert (answer.status_code, answer.json()["code"]) == (401, "TWO_CREDENTIALS")
    assert len(world.events) == 1


def test_while_the_table_is_away_nobody_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    world = NetworkWorld()
    pos = world.pos()

    def away(_: str) -> None:
        raise StoreUnavailableError("away")

    monkeypatch.setattr(world.terminals, "find", away)
    with pytest.raises(Refusal) as refused:
        world.pos_keys.authenticate(Credentials(None, key_of(pos.id)))
    assert (refused.value.ground, refused.value.action) == (Ground.UNAVAILABLE, "DATABASE_ERROR")
    assert read(world, with_key(key_of(pos.id))).status_code == 503


def test_a_blocked_pos_is_kept_out_until_then_and_another_is_not() -> None:
    world = NetworkWorld()
    pos, other = world.pos(), world.pos()
    until = moment.to_text(world.clock.now() + 60_000)
    world.blocks.place(block(actor_id=pos.id, actor_type="POS", until=until))
    path = f"{PATH}/{pos.id}"
    answer = world.client.get(path, headers=with_key(key_of(pos.id)))
    assert (answer.status_code, answer.json()["code"]) == (403, "ACTOR_BLOCKED")
    assert (world.only_event.action, world.only_event.actor_id) == ("UNAUTHORIZED_ACCESS_ATTEMPT", pos.id)
    assert world.client.get(path, headers=with_key(key_of(other.id))).json()["code"] != "ACTOR_BLOCKED"
    wrong = world.client.get(path, headers=with_key(key_of(pos.id, OTHER_SECRET)))
    assert wrong.json()["code"] == "API_KEY_INVALID", "who has no key learns of no block"
    world.clock.advance(60)
    assert world.client.get(path, headers=with_key(key_of(pos.id))).json().get("code") != "ACTOR_BLOCKED"


def test_while_the_blocks_cannot_be_read_no_pos_is_let_in() -> None:
    world = NetworkWorld()
    pos = world.pos()
    world.blocks.is_away = True
    with pytest.raises(Refusal) as refused:
        world.pos_keys.authenticate(Credentials(None, key_of(pos.id)))
    assert (refused.value.ground, refused.value.action) == (Ground.UNAVAILABLE, "DATABASE_ERROR")
