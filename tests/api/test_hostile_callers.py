"""Every route that changes something, with credentials that must not open it."""

from collections.abc import Callable, Mapping

import pytest

from tests.api.forgeries import FORGERIES, expired
from tests.api.operation import PERSONS, Asked, Caller, Operation, Where
from tests.api.operations import FORMS, MUTATIONS, operation
from tests.api.targets import NEW_PIN, REASON
from tests.api.test_hostile_requests import over, refused
from tests.api.world import World

OF_PEOPLE = [one for one in MUTATIONS if set(one.reach) & set(PERSONS)]
OF_POS = [one for one in MUTATIONS if Caller.POS in one.reach]
OF_PRODUCERS = [one for one in MUTATIONS if Caller.PRODUCER in one.reach]


LOGIN, LOGOUT, REFRESH = (operation(f"POST /v1/auth/{one}") for one in ("login", "logout", "refresh"))
SIGNING_OUT = operation("POST /console/logout")
PIN_CHANGE, PASSWORD_CHANGE = operation("POST /v1/auth/pin"), operation("POST /v1/auth/password")
READ_USER, RESET = operation("GET /v1/users/{user_id}"), operation("POST /v1/users/{user_id}/pin")
SUSPENSION = operation("POST /v1/users/{user_id}/suspend")
BLOCK, ROTATION = operation("POST /v1/pos/{pos_id}/block"), operation("POST /v1/pos/{pos_id}/rotate-key")


def token_of(world: World, caller: Caller) -> str:
    return world.credentials[caller]["Authorization"].removeprefix("Bearer ")


def bearer(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}


def cookie(token: str) -> Mapping[str, str]:
    return {"Cookie": f"lacre_session={token}"}


@over(OF_PEOPLE)
def test_an_expired_token(world: World, operation: Operation) -> None:
    caller = operation.canonical_caller
    told = world.ask(operation, headers=bearer(expired(token_of(world, caller))))
    assert refused(told, 401, "TOKEN_EXPIRED", "TOKEN_EXPIRED", "DENIED", operation)


@over(OF_PEOPLE)
@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_token(world: World, operation: Operation, forge: Callable[[str], str]) -> None:
    told = world.ask(operation, headers=bearer(forge(token_of(world, operation.canonical_caller))))
    assert refused(told, 401, "TOKEN_INVALID", "TOKEN_INVALID", "DENIED", operation)
    assert told.only.header.actor_id == "unknown"
    assert told.only.body["request"]["body"] is None, "before authentication no body is kept"


@over(OF_PEOPLE)
def test_a_token_of_a_session_that_was_ended(world: World, operation: Operation) -> None:
    world.ask(LOGOUT, operation.canonical_caller)
    told = world.ask(operation)
    assert refused(told, 401, "TOKEN_INVALID", "TOKEN_INVALID", "DENIED", operation)


@pytest.mark.parametrize("forge", [*FORGERIES.values(), expired], ids=[*FORGERIES, "expired"])
def test_a_cookie_that_must_not_sign_anybody_out(world: World, forge: Callable[[str], str]) -> None:
    told = world.ask(SIGNING_OUT, headers=cookie(forge(token_of(world, Caller.ADMIN))))
    code = "TOKEN_EXPIRED" if forge is expired else "TOKEN_INVALID"
    assert (told.status, told.recorded) == (303, [(code, "DENIED")])
    assert told.only.header.attempted_action == "LOGOUT"
    assert world.ask(LOGOUT, Caller.ADMIN).status == 204


@over(list(FORMS))
def test_a_form_of_another_site(world: World, operation: Operation) -> None:
    for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://other.example.com"}):
        told = world.ask(operation, headers=foreign)
        assert refused(told, 403, "FOREIGN_ORIGIN", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", operation)


@over([one for one in FORMS if not one.is_public])
@pytest.mark.parametrize("token", ["", "0" * 64, "\u00e9"], ids=["none", "foreign", "no token"])
def test_a_form_that_is_not_of_the_callers_own_page(world: World, operation: Operation, token: str) -> None:
    assert operation.body is not None
    given = operation.body(Asked(world.targets[Where.OWN], operation.canonical_caller))
    before = world.cloud.rows("alerts"), world.cloud.rows("cases"), world.cloud.rows("blocks")
    told = world.ask(operation, body={**given, "csrf": token})
    assert refused(told, 403, "FOREIGN_FORM", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", operation)
    assert before == (world.cloud.rows("alerts"), world.cloud.rows("cases"), world.cloud.rows("blocks"))
    assert token not in told.only.body["request"]["body"].values()


ENDINGS = ("force-logout", "suspend", "pin", "password")
ENDED = [(caller, ending) for caller in (Caller.AUDITOR, Caller.AGENT, Caller.MERCHANT) for ending in ENDINGS]


@pytest.mark.parametrize(("caller", "ending"), [*ENDED, (Caller.AUDITOR, "role"), (Caller.FUNCIONARIO, "role")])
def test_what_an_administrator_ends_ends_at_once(world: World, caller: Caller, ending: str) -> None:
    (ends,) = [one for one in MUTATIONS if one.path == f"/v1/users/{{user_id}}/{ending}"]
    ids = {"user_id": world.accounts[caller]}
    tag = world.tell("identity", world.request(READ_USER, ids=ids)).answer.headers["etag"]
    assert world.ask(ends, ids=ids, headers={"If-Match": tag}).status == 200
    for attempt in (LOGOUT, PIN_CHANGE):
        told = world.ask(attempt, caller)
        assert (told.status, told.recorded) == (401, [("TOKEN_INVALID", "DENIED")])
    refresh = {"refresh_token": world.refresh_tokens[caller]}
    told = world.ask(REFRESH, body=refresh)
    assert (told.status, told.recorded) == (401, [("TOKEN_INVALID", "DENIED")])


@over(OF_POS)
@pytest.mark.parametrize("change", ["secret", "holder", "kind", "form"])
def test_a_wrong_key_of_a_pos(world: World, operation: Operation, change: str) -> None:
    told = world.ask(operation, Caller.POS, headers={"X-Api-Key": spoilt(world, Caller.POS, change)})
    assert refused(told, 401, "API_KEY_INVALID", "API_KEY_INVALID", "DENIED", operation)
    assert told.only.header.actor_id == "unknown"
    if change == "secret":
        header = told.only.header
        assert (header.entity_type, header.entity_id) == ("POS", world.accounts[Caller.POS])


@over(OF_PRODUCERS)
@pytest.mark.parametrize("change", ["secret", "holder", "kind", "form"])
def test_a_wrong_key_of_a_producer(world: World, operation: Operation, change: str) -> None:
    told = world.ask(operation, Caller.PRODUCER, headers={"X-Api-Key": spoilt(world, Caller.PRODUCER, change)})
    assert refused(told, 401, "API_KEY_INVALID", "API_KEY_INVALID", "DENIED", operation)
    if change == "secret":
        header = told.only.header
        assert (header.entity_type, header.entity_id) == ("USER", world.accounts[Caller.PRODUCER])


def spoilt(world: World, caller: Caller, change: str) -> str:
    key = world.credentials[caller]["X-Api-Key"]
    other = Caller.PRODUCER if caller is Caller.POS else Caller.POS
    return {
        "secret": key[:-4] + ("aaaa" if not key.endswith("aaaa") else "bbbb"),
        "holder": key.replace(_hex(world.accounts[caller]), _hex(world.targets[Where.OWN]["market_id"])),
        "kind": world.credentials[other]["X-Api-Key"],
        "form": "lacre",
    }[change]


def _hex(one: str) -> str:
    return one.replace("-", "")


@over(OF_POS)
def test_a_key_from_before_the_rotation(world: World, operation: Operation) -> None:
    assert world.ask(ROTATION).status == 200
    told = world.ask(operation, Caller.POS)
    assert refused(told, 401, "API_KEY_INVALID", "API_KEY_INVALID", "DENIED", operation)


@over(OF_POS)
def test_the_key_of_a_blocked_pos(world: World, operation: Operation) -> None:
    assert world.ask(BLOCK).status == 200
    told = world.ask(operation, Caller.POS)
    assert refused(told, 403, "POS_BLOCKED", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", operation)
    assert told.only.header.actor_id == world.accounts[Caller.POS]


@over(OF_PRODUCERS)
def test_the_key_of_a_suspended_producer(world: World, operation: Operation) -> None:
    ids = {"user_id": world.accounts[Caller.PRODUCER]}
    tag = world.tell("identity", world.request(READ_USER, ids=ids)).answer.headers["etag"]
    assert world.ask(SUSPENSION, ids=ids, headers={"If-Match": tag}, body={"reason": REASON}).status == 200
    told = world.ask(operation, Caller.PRODUCER)
    assert refused(told, 403, "SUSPENDED", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", operation)
    assert told.only.header.actor_id == world.accounts[Caller.PRODUCER]


@over(OF_POS)
def test_a_token_beside_a_key(world: World, operation: Operation) -> None:
    told = world.ask(operation, Caller.POS, headers=bearer(token_of(world, Caller.ADMIN)))
    assert refused(told, 401, "TWO_CREDENTIALS", "TOKEN_INVALID", "DENIED", operation)


def test_a_one_time_pin_opens_nothing_but_its_change(world: World) -> None:
    ids = {"user_id": world.accounts[Caller.FUNCIONARIO]}
    once = world.ask(RESET, ids=ids).answer.json["pin"]
    signed_in = world.ask(LOGIN, body={"username": "clerk", "pin": once}).answer.json
    assert signed_in["must_change"] == "PIN"
    own = bearer(signed_in["access_token"])
    for one in MUTATIONS:
        if Caller.FUNCIONARIO in one.reach and one not in (LOGOUT, PIN_CHANGE, PASSWORD_CHANGE):
            told = world.ask(one, Caller.FUNCIONARIO, headers=own)
            assert refused(told, 403, "SECRET_CHANGE_REQUIRED", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", one)
    assert world.ask(PIN_CHANGE, headers=own, body={"old_pin": once, "new_pin": NEW_PIN}).status == 204
    assert world.ask(operation("GET /v1/agents"), headers=own).status == 200
