"""The network function through its handler, with golden payloads of the gateway."""

from typing import Any

import pytest

from tests.integration.http.conftest import Cloud
from tests.integration.http.gateway import Answer, call, payload

pytestmark = pytest.mark.usefixtures("cheap_pins")

AGENT = {
    "name": "Lia Agente",
    "phone": "+258840000001",
    "province": "Nampula",
    "district": "Centro",
    "username": "lia",
}


@pytest.fixture
def admin(cloud: Cloud) -> str:
    cloud.bootstrap()
    return cloud.login()


def create(cloud: Cloud, token: str, **other: str) -> Answer:
    return call(cloud.network, payload("network_create_agent", token=token, body={**AGENT, **other}))


def first_login(cloud: Cloud, account: dict[str, str]) -> str:
    """The token of somebody new, who has chosen another PIN than the one that was shown."""
    token = cloud.login(account["username"], account["pin"])
    body = {"old_pin": account["pin"], "new_pin": "975319"}
    assert call(cloud.identity, payload("identity_pin", token=token, body=body)).status == 204
    return token


def test_an_agent_is_created_and_logs_in_by_the_pin_shown_once(cloud: Cloud, admin: str) -> None:
    created = create(cloud, admin)
    assert created.status == 201
    account = created.json["account"]
    own = first_login(cloud, account)
    read = call(cloud.network, payload("network_read_agent", token=own, entity=created.json["id"]))
    assert (read.status, read.json["name"]) == (200, "Lia Agente")
    assert "account" not in read.json
    other = create(cloud, admin, username="eva", name="Eva").json["id"]
    refused = call(cloud.network, payload("network_read_agent", token=own, entity=other))
    assert (refused.status, refused.json["code"]) == (403, "OUTSIDE_JURISDICTION")
    assert cloud.events[-1].action == "ACCESS_OUTSIDE_JURISDICTION"
    assert (cloud.events[-1].actor_type, cloud.events[-1].entity_id) == ("AGENT", other)
    assert account["pin"] not in cloud.everything


def test_agent_account_and_both_events_are_one_transaction(cloud: Cloud, admin: str) -> None:
    created = create(cloud, admin).json
    agent = next(one for one in cloud.events if one.action == "CREATE_AGENT")
    account = next(one for one in cloud.events if one.entity_id == created["account_id"])
    assert (agent.entity_id, account.action) == (created["id"], "CREATE_USER")
    assert agent.id == agent.correlation_id == account.correlation_id
    before = [len(cloud.rows(table)) for table in ("network", "users", "events")]
    # The name is taken between the look and the write.
    cloud.dynamodb.put_item(TableName="users", Item={"pk": {"S": "NAME#eva"}})
    assert create(cloud, admin, username="eva").status == 409
    after = [len(cloud.rows(table)) for table in ("network", "users", "events")]
    assert after == [before[0], before[1] + 1, before[2] + 1], "the name that was put, and the refusal's event"


def test_an_agent_is_changed_at_its_version_alone(cloud: Cloud, admin: str) -> None:
    agent_id = create(cloud, admin).json["id"]
    update = payload("network_update_agent", token=admin, entity=agent_id)
    first, second = call(cloud.network, update), call(cloud.network, update)
    assert (first.status, first.headers["etag"], first.json["phone"]) == (200, '"2"', "+258840000002")
    assert (second.status, second.json["code"]) == (409, "STALE_VERSION")
    assert [(one.action, one.outcome.value) for one in cloud.events[-2:]] == [
        ("UPDATE_AGENT", "SUCCEEDED"),
        ("UPDATE_AGENT", "FAILED"),
    ]


def test_a_clerk_lists_the_own_district_page_by_page(cloud: Cloud, admin: str) -> None:
    places = ("Centro", "Norte", "Centro", "Centro")
    made = [create(cloud, admin, username=f"agent{n}", district=place).json["id"] for n, place in enumerate(places)]
    call(cloud.identity, payload("identity_create_user", token=admin))
    clerk = first_login(cloud, {"username": "rui.clerk", "pin": "135790"})
    first = call(cloud.network, payload("network_list_agents", token=clerk)).json
    event = payload("network_list_agents", token=clerk)
    event["multiValueQueryStringParameters"]["cursor"] = [first["cursor"]]
    rest = call(cloud.network, event).json
    assert [agent["id"] for agent in first["agents"] + rest["agents"]] == [made[0], made[2], made[3]]
    assert rest["cursor"] is None


def test_a_merchant_lists_and_reads_the_own_pos_and_no_other(cloud: Cloud, admin: str) -> None:
    key = cloud.terminal(admin)
    (own,) = call(cloud.network, payload("network_list_pos", token=admin)).json["pos"]
    made = call(cloud.network, payload("network_create_merchant", token=admin, body={**AGENT, "username": "lua"})).json
    call(cloud.network, pos_of(own, admin, merchant_id=made["id"]))
    token = first_login(cloud, made["account"])
    listed = call(cloud.network, payload("network_list_pos", token=token)).json
    assert ([pos["merchant_id"] for pos in listed["pos"]], listed["cursor"]) == ([made["id"]], None)
    refused = call(cloud.network, payload("network_read_pos", key=key, entity=listed["pos"][0]["id"]))
    assert (refused.status, cloud.events[-1].actor_id) == (403, own["id"])
    assert cloud.events[-1].action == "ACCESS_OUTSIDE_JURISDICTION"


def pos_of(like: dict[str, Any], token: str, **other: str) -> dict[str, Any]:
    """The request that registers a POS like another."""
    names = ("label", "agent_id", "merchant_id", "market_id")
    return payload("network_create_pos", token=token, body={**{name: like[name] for name in names}, **other})


def test_a_pos_acts_by_its_key_until_that_is_rotated_and_it_is_blocked(cloud: Cloud, admin: str) -> None:
    first = cloud.terminal(admin)
    (pos,) = call(cloud.network, payload("network_list_pos", token=admin)).json["pos"]

    def status(key: str) -> int:
        return call(cloud.network, payload("network_read_pos", key=key, entity=pos["id"])).status

    assert status(first) == 200
    rotated = call(cloud.network, payload("network_rotate_key", token=admin, entity=pos["id"]))
    second = rotated.json["api_key"]
    assert (rotated.status, status(first), status(second)) == (200, 401, 200)
    block = payload("network_block_pos", token=admin, entity=pos["id"])
    assert call(cloud.network, block).json["code"] == "STALE_VERSION"
    for headers in (block["headers"], block["multiValueHeaders"]):
        headers["If-Match"] = '"2"' if headers is block["headers"] else ['"2"']
    assert (call(cloud.network, block).status, status(second), status(first)) == (200, 403, 401)
    assert [one.action for one in cloud.events[-3:]] == ["BLOCK_POS", "UNAUTHORIZED_ACCESS_ATTEMPT", "API_KEY_INVALID"]
    assert not [key for key in (first, second) if key in cloud.everything]


def test_a_pos_is_registered_with_an_agent_that_stays_as_it_was(cloud: Cloud, admin: str) -> None:
    cloud.terminal(admin)
    (pos,) = call(cloud.network, payload("network_list_pos", token=admin)).json["pos"]
    before = [len(cloud.rows(table)) for table in ("network", "events")]
    assert call(cloud.network, pos_of(pos, admin)).status == 201
    assert [len(cloud.rows(table)) for table in ("network", "events")] == [before[0] + 1, before[1] + 1]
    missing = call(cloud.network, pos_of(pos, admin, market_id=pos["agent_id"]))
    assert (missing.status, missing.json["code"]) == (404, "NO_SUCH_MARKET")


def test_it_is_ready_while_its_dependencies_answer(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    event: dict[str, Any] = {**payload("network_list_agents"), "path": "/ready"}
    assert call(cloud.network, event).json == {"status": "ready", "away": []}
    monkeypatch.setenv("JWKS_URL", "http://127.0.0.1:1/jwks.json")
    answer = call(cloud.load("network"), event)
    assert (answer.status, answer.json["away"]) == (503, ["token keys"])


def test_without_the_issuers_keys_nobody_is_let_in(cloud: Cloud, monkeypatch: pytest.MonkeyPatch, admin: str) -> None:
    monkeypatch.setenv("JWKS_URL", "http://127.0.0.1:1/jwks.json")
    answer = call(cloud.load("network"), payload("network_list_agents", token=admin))
    assert (answer.status, answer.json["code"]) == (503, "KEYS_UNAVAILABLE")
