"""The query function as it is deployed, on golden requests of the gateway."""

import base64

import pytest

from identity.model.role import Role
from lacre.tlog.checkpoint import open_checkpoint
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import root_from_inclusion
from tests.fakes.sealing import ORIGIN
from tests.integration.query.conftest import GOLDEN, Query

STRICT = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_a_search_finds_what_was_recorded_and_is_recorded(query: Query, role: Role) -> None:
    answer = query.call("query_search", role)
    assert answer.status == 200
    expected = [stored.event.header.id for stored in reversed(query.events)]
    assert [one["id"] for one in answer.json["events"]] == expected
    (search,) = query.recorded
    assert (search.action, search.outcome, search.actor_role) == ("SEARCH_AUDIT", "SUCCEEDED", role.value)
    assert search.ip_address == "192.0.2.44"


def test_detail_and_proof_of_a_sealed_event(query: Query) -> None:
    stored = query.events[1]
    event_id = stored.event.header.id
    assert query.call("query_detail", event_id=event_id).json["integrity"] == "NOT_SEALED_YET"
    early = query.call("query_proof", event_id=event_id)
    assert (early.status, early.json["code"], early.headers["retry-after"]) == (409, "NOT_SEALED_YET", "10")
    signer = query.seal()
    detail = query.call("query_detail", event_id=event_id).json
    assert (detail["integrity"], detail["leaf"]["index"]) == ("VERIFIED", 1)
    proof = query.call("query_proof", event_id=event_id).json
    checkpoint = open_checkpoint(proof["checkpoint"].encode(), VerifierKey(ORIGIN, signer.public_key))
    hashes = [base64.b64decode(one) for one in proof["hashes"]]
    leaf = leaf_hash(stored.event.header_bytes)
    assert root_from_inclusion(proof["leaf_index"], proof["tree_size"], leaf, hashes) == checkpoint.root
    assert [one.action for one in query.recorded] == [
        "READ_AUDIT_EVENT",
        "VERIFY_AUDIT",
        "READ_AUDIT_EVENT",
        "VERIFY_AUDIT",
    ]


def test_a_row_overwritten_in_the_table_is_said_to_be_changed(query: Query) -> None:
    query.seal()
    event_id = query.events[0].event.header.id
    item = query.aws.dynamodb.get_item(TableName="events", Key={"id": {"S": event_id}})["Item"]
    item["body"] = {"S": item["body"]["S"].replace("Agent 0", "Agent 9")}
    query.aws.dynamodb.put_item(TableName="events", Item=item)
    assert query.call("query_detail", event_id=event_id).json["integrity"] == "CHANGED"
    assert "was changed after it was recorded" in query.call("query_page_detail", event_id=event_id).body
    assert "CHANGED" in query.call("query_page").body


@pytest.mark.parametrize(
    ("name", "role", "status", "action"),
    [
        ("query_search_unauthenticated", Role.AUDITOR, 401, "TOKEN_INVALID"),
        ("query_search_unknown_parameter", Role.AUDITOR, 422, "SEARCH_AUDIT"),
        ("query_search", Role.FUNCIONARIO, 403, "UNAUTHORIZED_ACCESS_ATTEMPT"),
        ("query_detail", Role.FUNCIONARIO, 403, "UNAUTHORIZED_ACCESS_ATTEMPT"),
        ("query_proof", Role.FUNCIONARIO, 403, "UNAUTHORIZED_ACCESS_ATTEMPT"),
        ("query_detail", Role.AUDITOR, 404, "UNAUTHORIZED_ACCESS_ATTEMPT"),
        ("query_page", Role.FUNCIONARIO, 403, "UNAUTHORIZED_ACCESS_ATTEMPT"),
        ("query_page_signed_out", Role.AUDITOR, 303, "TOKEN_INVALID"),
    ],
)
def test_refusals_are_answered_and_recorded_once(query: Query, name: str, role: Role, status: int, action: str) -> None:
    answer = query.call(name, role)
    assert answer.status == status
    assert [one.action for one in query.recorded] == [action]
    if name.startswith("query_page"):
        assert answer.headers["content-security-policy"] == STRICT


def test_pages_are_served(query: Query) -> None:
    query.seal()
    page = query.call("query_page")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.body.count("<code>CREATE_<wbr>AGENT</code>") == 3
    detail = query.call("query_page_detail", event_id=query.events[0].event.header.id)
    assert "VERIFIED" in detail.body
    assert [one.action for one in query.recorded] == ["SEARCH_AUDIT", "READ_AUDIT_EVENT"]


@pytest.mark.parametrize("name", ["query_login", "query_static", "query_health", "query_ready"])
def test_what_shows_nothing_of_anybody_is_not_recorded(query: Query, name: str) -> None:
    assert query.call(name).status == 200
    assert query.recorded == []


def test_every_golden_request_is_used_here() -> None:
    used = {path.stem for path in GOLDEN.glob("query_*.json")}
    assert used == {
        "query_search",
        "query_ask_export",
        "query_ask_deep_search",
        "query_dashboard",
        "query_search_unknown_parameter",
        "query_search_unauthenticated",
        "query_detail",
        "query_proof",
        "query_page",
        "query_page_detail",
        "query_page_signed_out",
        "query_login",
        "query_static",
        "query_health",
        "query_ready",
    }
