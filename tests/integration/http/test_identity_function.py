"""The identity function through its handler, with golden payloads of the gateway."""

import asyncio
import hmac
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import jwt
import pytest

from lacre.tlog.receipt import read_receipt
from tests.fakes.kms import LocalKms
from tests.integration.http.conftest import ADMIN, SECRET, Cloud
from tests.integration.http.gateway import call, payload


def test_a_life_from_the_bootstrap_to_the_logout(cloud: Cloud) -> None:
    assert cloud.bootstrap().status == 201
    login = call(cloud.identity, payload("identity_login"))
    assert login.status == 200
    token = login.json["access_token"]
    created = call(cloud.identity, payload("identity_create_user", token=token))
    assert created.status == 201
    read = call(cloud.identity, payload("identity_read_user", token=token, entity=created.json["id"]))
    assert (read.status, read.json) == (200, created.json)
    assert call(cloud.identity, payload("identity_logout", token=token)).status == 204
    assert call(cloud.identity, payload("identity_logout", token=token)).status == 401
    assert [(one.action, one.outcome.value) for one in cloud.events] == [
        ("CREATE_USER", "SUCCEEDED"),
        ("LOGIN_SUCCESS", "SUCCEEDED"),
        ("CREATE_USER", "SUCCEEDED"),
        ("READ_ENTITY", "SUCCEEDED"),
        ("LOGOUT", "SUCCEEDED"),
        ("TOKEN_INVALID", "DENIED"),
    ]
    assert {one.ip_address for one in cloud.events} == {"192.0.2.44"}


def test_every_answer_has_the_receipt_of_its_event(cloud: Cloud) -> None:
    answers = [cloud.bootstrap(), cloud.bootstrap(), call(cloud.identity, payload("identity_read_user"))]
    assert [answer.status for answer in answers] == [201, 409, 401]
    public_key = LocalKms().receipt.public_key().public_bytes_raw()
    receipts = [read_receipt(answer.headers["x-audit-receipt"], public_key) for answer in answers]
    assert [receipt.event_id for receipt in receipts] == [one.id for one in cloud.events]


def test_the_address_is_the_gateways_word_and_no_header(cloud: Cloud) -> None:
    event = payload("identity_login", address="192.0.2.99")
    event["headers"]["X-Forwarded-For"] = "203.0.113.1"
    event["multiValueHeaders"]["X-Forwarded-For"] = ["203.0.113.1"]
    call(cloud.identity, event)
    assert [one.ip_address for one in cloud.events] == ["192.0.2.99"]


def test_a_browser_signs_in_and_out(cloud: Cloud) -> None:
    cloud.bootstrap()
    answer = call(cloud.identity, payload("identity_console_session"))
    assert (answer.status, answer.headers["location"]) == (303, "../audit-logs")
    token = answer.headers["set-cookie"].split(";")[0].removeprefix("lacre_session=")
    foreign = call(cloud.identity, payload("identity_console_logout", token=token))
    assert (foreign.status, foreign.json["code"]) == (403, "FOREIGN_FORM")
    csrf = hmac.new(token.encode(), b"lacre console form v1", "sha256").hexdigest()
    out = call(cloud.identity, payload("identity_console_logout", token=token, body=f"csrf={csrf}"))
    assert (out.status, out.headers["location"]) == (303, "../login")
    refused = "UNAUTHORIZED_ACCESS_ATTEMPT"
    assert [one.action for one in cloud.events] == ["CREATE_USER", "LOGIN_SUCCESS", refused, "LOGOUT"]


def test_a_browser_that_types_a_wrong_pin_is_sent_back(cloud: Cloud) -> None:
    cloud.bootstrap()
    answer = call(cloud.identity, payload("identity_console_session", body="username=admin&secret=000000"))
    assert (answer.status, answer.headers["location"]) == (303, "../login?refused=LOGIN_FAILED")
    (user,) = {row["user_id"]["S"] for row in cloud.rows("users") if "username" in row}
    failed = cloud.events[-1]
    assert (failed.action, failed.entity_id) == ("LOGIN_FAILED", user)


def test_the_published_key_verifies_the_tokens(cloud: Cloud) -> None:
    cloud.bootstrap()
    keys = call(cloud.identity, payload("identity_jwks"))
    (key,) = jwt.PyJWKSet.from_dict(keys.json).keys
    claims = jwt.decode(cloud.login(), key, ["ES256"], audience="lacre", issuer="https://lacre.example.com")
    assert claims["roles"] == ["ADMIN"]


def test_it_checks_its_own_tokens_without_calling_itself(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWKS_URL", "http://127.0.0.1:1/.well-known/jwks.json")
    cloud.identity = cloud.load("identity")
    cloud.bootstrap()
    assert call(cloud.identity, payload("identity_logout", token=cloud.login())).status == 204


def test_a_session_goes_on_and_outlives_the_change_of_its_pin(cloud: Cloud) -> None:
    cloud.bootstrap()
    first = call(cloud.identity, payload("identity_login")).json
    other = cloud.login()
    refreshed = call(cloud.identity, payload("identity_refresh", body={"refresh_token": first["refresh_token"]}))
    assert refreshed.status == 200
    token = refreshed.json["access_token"]
    assert call(cloud.identity, payload("identity_pin", token=token)).status == 204
    assert call(cloud.identity, payload("identity_list_users", token=other)).status == 401
    assert call(cloud.identity, payload("identity_list_users", token=token)).status == 200
    again = call(cloud.identity, payload("identity_refresh", body={"refresh_token": first["refresh_token"]}))
    assert (again.status, again.json["code"]) == (401, "REFRESH_REUSED")
    assert call(cloud.identity, payload("identity_list_users", token=token)).status == 401
    assert call(cloud.identity, payload("identity_login")).status == 401, "the PIN is another"
    states = sorted(row["state"]["S"] for row in cloud.rows("sessions"))
    assert states == ["ENDED", "ENDED"]
    everything = cloud.everything
    assert not any(secret in everything for secret in (first["refresh_token"], token, "135792"))


def test_a_password_is_chosen_by_the_pin_and_logs_in(cloud: Cloud) -> None:
    cloud.bootstrap()
    assert call(cloud.identity, payload("identity_password", token=cloud.login())).status == 204
    body = {"username": "admin", "password": "mango-lagoon-42"}
    assert call(cloud.identity, payload("identity_login", body=body)).status == 200
    assert "mango-lagoon-42" not in cloud.everything


@contextmanager
def four_at_once() -> Iterator[ThreadPoolExecutor]:
    """Threads with a loop each, as Mangum expects of whatever runs it."""
    loops = [asyncio.new_event_loop() for _ in range(4)]
    left = list(loops)
    with ThreadPoolExecutor(4, initializer=lambda: asyncio.set_event_loop(left.pop())) as pool:
        yield pool
    for loop in loops:
        loop.close()


def test_of_bootstraps_at_once_one_wins_and_all_are_recorded(cloud: Cloud) -> None:
    def attempt(number: int) -> int:
        body = {"secret": SECRET, "username": f"admin{number}", "pin": ADMIN["pin"]}
        return call(cloud.identity, payload("identity_bootstrap", body=body)).status

    with four_at_once() as pool:
        assert sorted(pool.map(attempt, range(4))) == [201, 409, 409, 409]
    assert sorted(one.outcome.value for one in cloud.events) == ["FAILED"] * 3 + ["SUCCEEDED"]
    assert len([row for row in cloud.rows("users") if "username" in row]) == 1


def test_of_creations_of_one_name_at_once_one_wins_and_all_are_recorded(cloud: Cloud) -> None:
    cloud.bootstrap()
    token = cloud.login()

    def attempt(_: int) -> int:
        return call(cloud.identity, payload("identity_create_user", token=token)).status

    with four_at_once() as pool:
        assert sorted(pool.map(attempt, range(4))) == [201, 409, 409, 409]
    tried = [one for one in cloud.events if one.actor_role == "ADMIN" and one.action == "CREATE_USER"]
    assert sorted(one.outcome.value for one in tried) == ["FAILED"] * 3 + ["SUCCEEDED"]
    assert len([row for row in cloud.rows("users") if row.get("username") == {"S": "rui.clerk"}]) == 1


def test_of_guesses_at_once_each_is_counted(cloud: Cloud) -> None:
    cloud.bootstrap()

    def guess(number: int) -> int:
        body = {"username": "admin", "pin": f"{number:06d}"}
        return call(cloud.identity, payload("identity_login", body=body)).status

    with four_at_once() as pool:
        answers = list(pool.map(guess, range(16)))
    assert set(answers) <= {401, 429}
    key = f"LOGIN#{sha256(b'admin').hexdigest()}"
    (counted,) = (int(row["failures"]["N"]) for row in cloud.rows("counters") if row["pk"]["S"] == key)
    assert counted == answers.count(401) >= 6, "what was checked was counted, and nothing else"


def test_of_refreshes_at_once_one_is_answered_and_the_session_ends(cloud: Cloud) -> None:
    cloud.bootstrap()
    token = call(cloud.identity, payload("identity_login")).json["refresh_token"]

    def refresh(_: int) -> int:
        return call(cloud.identity, payload("identity_refresh", body={"refresh_token": token})).status

    with four_at_once() as pool:
        assert sorted(pool.map(refresh, range(4))) == [200, 401, 401, 401]
    assert [row["state"]["S"] for row in cloud.rows("sessions")] == ["ENDED"]
    assert [one.action for one in cloud.events].count("SESSION_REFRESHED") == 1


def test_of_changes_of_one_pin_at_once_one_wins_and_all_are_recorded(cloud: Cloud) -> None:
    cloud.bootstrap()
    token = cloud.login()

    def change(number: int) -> int:
        body = {"old_pin": ADMIN["pin"], "new_pin": f"73916{number}"}
        return call(cloud.identity, payload("identity_pin", token=token, body=body)).status

    with four_at_once() as pool:
        answers = sorted(pool.map(change, range(4)))
    # Who looks only after the winner has committed finds that the old PIN is another.
    assert answers[0] == 204
    assert set(answers[1:]) <= {403, 409}
    tried = [one for one in cloud.events if "PIN_RESET" in (one.action, one.attempted_action)]
    assert len(tried) == 4


def test_pins_are_kept_as_hashes_alone(cloud: Cloud) -> None:
    cloud.bootstrap()
    call(cloud.identity, payload("identity_create_user", token=cloud.login()))
    assert "246801" not in cloud.everything
    assert "135790" not in cloud.everything
    hashes = [row["pin_hash"]["S"] for row in cloud.rows("users") if "pin_hash" in row]
    assert len(hashes) == 2
    assert all(one.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for one in hashes)


def test_it_is_ready_while_its_dependencies_answer(cloud: Cloud) -> None:
    event: dict[str, Any] = {**payload("identity_jwks"), "path": "/ready"}
    assert call(cloud.identity, event).json == {"status": "ready", "away": []}
    cloud.dynamodb.delete_table(TableName="events")
    answer = call(cloud.identity, event)
    assert (answer.status, answer.json["away"]) == (503, ["events table"])
    assert call(cloud.identity, {**event, "path": "/health"}).status == 200


def test_without_the_events_table_nothing_is_done_and_the_event_waits(cloud: Cloud) -> None:
    cloud.bootstrap()
    cloud.dynamodb.delete_table(TableName="events")
    answer = call(cloud.identity, payload("identity_login"))
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert cloud.rows("sessions") == []
    (message,) = cloud.sqs.receive_message(QueueUrl=cloud.environment["OUTAGE_QUEUE_URL"])["Messages"]
    assert '"action":"DATABASE_ERROR"' in message["Body"]
    assert "246801" not in message["Body"]


def test_the_golden_form_is_what_a_browser_sends() -> None:
    event = payload("identity_console_session")
    assert b64decode(event["body"]) == b"username=admin&secret=246801"
