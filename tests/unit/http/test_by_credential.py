"""People with tokens, machines with keys; and versions as entity tags."""

from dataclasses import dataclass, field

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient

from lacre.http.application import create_application
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.by_credential import ByCredential
from lacre.http.call import Call
from lacre.http.trail import Credentials
from lacre.http.version_tag import tag_of, version_of
from lacre.model.actor import Actor
from lacre.model.caller import Caller
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import ActorType
from tests.fakes.trail import MemoryTrail

CLERK = Actor(ActorType.FUNCIONARIO, "u-1", "Ana Clerk", "FUNCIONARIO")
POS = Actor(ActorType.POS, "p-1", "Till one", "POS")


@dataclass
class Known:
    """Lets in whoever comes, and remembers with what."""

    actor: Actor
    seen: list[Credentials] = field(default_factory=list)

    def authenticate(self, credentials: Credentials) -> Caller:
        self.seen.append(credentials)
        return Caller(self.actor)


@pytest.mark.parametrize(
    ("credentials", "actor"),
    [
        (Credentials("token"), CLERK),
        (Credentials(None), CLERK),
        (Credentials(None, "key"), POS),
        (Credentials(None, ""), POS),
    ],
)
def test_tokens_go_to_one_and_keys_to_the_other(credentials: Credentials, actor: Actor) -> None:
    tokens, keys = Known(CLERK), Known(POS)
    assert ByCredential(tokens, keys).authenticate(credentials).actor == actor
    assert tokens.seen + keys.seen == [credentials]


@pytest.mark.parametrize("key", ["key", ""])
def test_who_presents_both_is_neither(key: str) -> None:
    tokens, keys = Known(CLERK), Known(POS)
    with pytest.raises(Refusal, match="TWO_CREDENTIALS") as refused:
        ByCredential(tokens, keys).authenticate(Credentials("token", key))
    assert refused.value.ground is Ground.UNAUTHENTICATED
    assert tokens.seen + keys.seen == []


def test_a_route_takes_the_header_of_each() -> None:
    router = APIRouter(route_class=AuditedRoute)

    @router.get("/who")
    @audited("READ_ENTITY", roles=["FUNCIONARIO", "POS"])
    def who(call: Call) -> str:
        call.read()
        return call.actor.name

    memory = MemoryTrail()
    trail = memory.trail(ByCredential(Known(CLERK), Known(POS)))
    with TestClient(create_application("who", trail, [router], {})) as client:
        assert client.get("/who", headers={"Authorization": "Bearer x"}).json() == CLERK.name
        assert client.get("/who", headers={"X-Api-Key": "x"}).json() == POS.name
        refused = client.get("/who", headers={"Authorization": "Bearer x", "X-Api-Key": "x"})
    assert (refused.status_code, refused.json()["code"]) == (401, "TWO_CREDENTIALS")
    assert [one.action for one in memory.events.headers_in_order] == ["READ_ENTITY", "READ_ENTITY", "TOKEN_INVALID"]


@pytest.mark.parametrize("version", [1, 7, 999_999_999])
def test_a_version_reads_back_from_its_tag(version: int) -> None:
    assert version_of(tag_of(version)) == version
    assert version_of(f" {tag_of(version)} ") == version


def test_a_change_needs_a_version() -> None:
    with pytest.raises(Refusal, match="IF_MATCH_MISSING") as refused:
        version_of(None)
    assert refused.value.ground is Ground.PRECONDITION_MISSING


@pytest.mark.parametrize(
    "text", ["", "1", "*", '""', '"0"', '"01"', '"-1"', '"1.0"', 'W/"1"', '"1", "2"', '"1234567890"', '"١"', '"1"\n"2"']
)
def test_a_tag_that_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="IF_MATCH_INVALID") as refused:
        version_of(text)
    assert refused.value.ground is Ground.INVALID
    assert [fault.at for fault in refused.value.faults] == ["header.If-Match"]
