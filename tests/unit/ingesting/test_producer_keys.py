"""Who may send batches: a producer with its own key, and nobody else."""

from dataclasses import replace

import pytest

from identity.model.credential import Credential
from identity.model.role import PERSONS, Role
from identity.model.user import User, UserState
from lacre.model import moment
from lacre.model.api_key import digest_of, new_key
from lacre.ports.errors import StoreUnavailableError
from tests.fakes.found import block
from tests.fakes.trail import MemoryTrail
from tests.fakes.users import MemoryUsers
from tests.unit.ingesting.worlds import FIRST, World, item, told

THIRD = "01a1ee56-5e00-75b1-a522-000000000003"
OTHER_SECRET = b"another secret of thirty-two by."


@pytest.fixture
def world() -> World:
    return World()


def refused(world: World, key: str, **headers: str) -> tuple[int, str]:
    answer = world.send(item(1), key=key, **headers)
    assert world.headers == []
    return answer.status_code, answer.json()["code"]


def test_a_producer_sends_with_its_key(world: World) -> None:
    assert told(world.send(item(1))) == [(201, None)]
    (batch,) = [one for one in world.memory.events.headers_in_order if one.action == "DATA_SYNC"]
    assert (batch.actor_type, batch.actor_id, batch.actor_role, batch.session_id) == (
        "PRODUCER",
        FIRST,
        "PRODUCER",
        None,
    )


@pytest.mark.parametrize(
    ("key", "about"),
    [
        (new_key("producer", FIRST, OTHER_SECRET), FIRST),
        (new_key("pos", FIRST, FIRST[:32].encode()), "unknown"),
        (new_key("producer", THIRD, OTHER_SECRET), "unknown"),
        ("", "unknown"),
        ("no key", "unknown"),
        ("lcr_producer_", "unknown"),
    ],
)
def test_a_wrong_key_is_refused_and_recorded_about_its_holder(world: World, key: str, about: str) -> None:
    with world.client() as client:
        answer = client.post("/v1/audit/events", json={"events": [item(1)]}, headers={"X-Api-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (401, "API_KEY_INVALID")
    (event,) = world.memory.events.headers_in_order
    assert (event.action, event.attempted_action, event.outcome) == ("API_KEY_INVALID", "DATA_SYNC", "DENIED")
    assert (event.actor_type, event.entity_type, event.entity_id) == ("UNKNOWN", "USER", about)
    assert not key or key not in str(world.memory.events.rows)


@pytest.mark.parametrize("role", PERSONS)
def test_no_person_sends_batches_whatever_key_there_is(world: World, role: Role) -> None:
    assert refused(world, world.producer(THIRD, role)) == (401, "API_KEY_INVALID")


def test_a_token_opens_nothing_here_not_even_beside_a_key(world: World) -> None:
    with world.client() as client:
        bearer = {"Authorization": "Bearer x"}
        answers = [
            client.post("/v1/audit/events", json={"events": [item(1)]}, headers=headers)
            for headers in ({}, bearer, {**bearer, "X-Api-Key": world.key})
        ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, "API_KEY_INVALID")] * 3
    assert {one.action for one in world.memory.events.headers_in_order} == {"API_KEY_INVALID"}


def test_a_suspended_producer_is_known_and_refused_at_once(world: World) -> None:
    world.send(item(1))
    world.users.rows[FIRST] = replace(world.users.rows[FIRST], state=UserState.SUSPENDED)
    answer = world.send(item(2))
    assert (answer.status_code, answer.json()["code"]) == (403, "SUSPENDED")
    event = world.memory.events.headers_in_order[-1]
    assert (event.action, event.actor_id) == ("UNAUTHORIZED_ACCESS_ATTEMPT", FIRST)
    wrong = world.send(item(2), key=new_key("producer", FIRST, OTHER_SECRET))
    assert wrong.status_code == 401, "only the right key is told of the suspension"


def test_a_blocked_producer_is_kept_out_until_then_and_another_is_not(world: World) -> None:
    until = moment.to_text(world.memory.clock.now() + 60_000)
    world.blocks.place(block(actor_id=FIRST, until=until))
    answer = world.send(item(1))
    assert (answer.status_code, answer.json()["code"]) == (403, "ACTOR_BLOCKED")
    event = world.memory.events.headers_in_order[-1]
    assert (event.action, event.actor_id) == ("UNAUTHORIZED_ACCESS_ATTEMPT", FIRST)
    assert world.send(item(1), key=world.other_key).status_code == 200
    wrong = world.send(item(2), key=new_key("producer", FIRST, OTHER_SECRET))
    assert wrong.status_code == 401, "only the right key is told of the block"
    world.blocks.is_away = True
    assert world.send(item(2)).status_code == 503


def test_an_old_key_is_dead_as_soon_as_there_is_a_new_one(world: World) -> None:
    new = new_key("producer", FIRST, OTHER_SECRET)
    world.users.credentials[FIRST] = world.users.credentials[FIRST].with_key(digest_of(new))
    assert refused(world, world.key) == (401, "API_KEY_INVALID")
    assert told(world.send(item(1), key=new)) == [(201, None)]


def test_a_producer_without_a_key_is_not_let_in(world: World) -> None:
    world.users.credentials[FIRST] = Credential(FIRST)
    assert refused(world, world.key) == (401, "API_KEY_INVALID")
    del world.users.credentials[FIRST]
    assert refused(world, world.key) == (401, "API_KEY_INVALID")


def test_while_nobody_can_be_looked_up_nobody_is_let_in() -> None:
    class Away(MemoryUsers):
        def by_id(self, user_id: str) -> User | None:
            raise StoreUnavailableError("away")

    world = World(MemoryTrail(), Away())
    answer = world.send(item(1))
    assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
    assert [draft.action for draft in world.memory.outage.drafts] == ["DATABASE_ERROR"]
