"""What is kept of an answer, and of the request that it was given to: no secret, and nothing to guess one by."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from lacre.http.answer import Answer
from lacre.http.body_shape import shape_of
from lacre.http.idempotency import IdempotentRequest, holds_secrets
from lacre.model.redaction import Field
from lacre.model.refusal import Refusal
from lacre.ports.answers import KeptAnswer
from tests.unit.http.idempotent import API_KEY, PIN, Named, Nested, Thing, World, sent

EVENT_ID = "01a1ee56-5e00-75b1-a522-0123456789ab"


def slow(content: bytes, salt: str) -> str:
    return hashlib.scrypt(content, salt=salt.encode(), n=2**14, r=8, p=1, dklen=32).hex()


def kept_of(method: str, path: str, body: Mapping[str, Any]) -> tuple[KeptAnswer, bytes]:
    """What is kept of one request through the application, and what the request was."""
    world, content = World(), json.dumps(body).encode()
    with world.client() as client:
        headers = sent() | {"Content-Type": "application/json"}
        answer = client.request(method, path, content=content, headers=headers)
    assert answer.is_success, answer.text
    (kept,) = world.memory.answers.rows.values()
    return kept, f"{path}\n".encode() + content


def test_what_is_shown_once_is_not_kept() -> None:
    kept, _ = kept_of("POST", "/things", {"name": "Lia"})
    assert kept.body == '{"name":"Lia","district":"Ilha de Moçambique"}'
    assert (kept.status, kept.headers) == (201, {"ETag": '"7"'})
    assert API_KEY not in str(vars(kept))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/things", {"name": "Lia", "pin": PIN}),
        ("POST", "/things", {"name": "Lia", "pin": "a password"}),
        ("POST", "/nested", {"several": [{"pin": "a password"}]}),
        ("PATCH", "/things/a-1", {"name": "Lia", "free": {"deep": [PIN]}}),
        ("PATCH", "/things/a-1", {"name": "Lia", "free": {"note": f"The PIN is {PIN}."}}),
    ],
)
def test_a_request_that_may_hold_a_secret_is_told_from_others_by_a_slow_hash(
    method: str, path: str, body: Mapping[str, Any]
) -> None:
    kept, content = kept_of(method, path, body)
    assert kept.fingerprint == slow(content, f"{kept.event_id}\nk-1")
    assert PIN not in str(vars(kept))


def test_any_other_is_told_by_a_quick_one_under_the_key_which_is_not_kept() -> None:
    kept, content = kept_of("PATCH", "/things/a-1", {"name": "Lia"})
    assert kept.fingerprint == hmac.digest(f"{kept.event_id}\nk-1".encode(), content, "sha256").hex()
    world = World()
    with world.client() as client:
        client.post("/things/a-1/end", headers=sent("a-rather-unusual-key"))
    assert len(world.memory.answers.rows) == 1
    assert "a-rather-unusual-key" not in str([vars(one) for one in world.memory.answers.rows.values()])


def test_equal_requests_under_other_keys_look_different() -> None:
    requests = [IdempotentRequest.of(key, "u-1", "POST /x", b"{}", holds_secrets=False) for key in ("a", "b")]
    first, second = (one.kept(EVENT_ID, 200, Answer(), 0) for one in requests)
    assert first.fingerprint != second.fingerprint
    assert requests[0].name != requests[1].name
    with pytest.raises(Refusal, match="IDEMPOTENCY_KEY_REUSED"):
        requests[0].require_same(second)


@pytest.mark.parametrize(("now", "expires_at"), [(0, 86_400), (1, 86_401), (999, 86_401), (1_000, 86_401)])
def test_an_answer_is_kept_for_a_whole_day(now: int, expires_at: int) -> None:
    request = IdempotentRequest.of("k", "u-1", "POST /x", b"{}", holds_secrets=False)
    assert request.kept(EVENT_ID, 200, Answer(), now).expires_at == expires_at


def test_nothing_shows_what_it_holds() -> None:
    request = IdempotentRequest.of("secret-key", "u-1", "POST /x", PIN.encode(), holds_secrets=True)
    kept = request.kept(EVENT_ID, 200, Answer({"name": "Lia"}, once={"pin": PIN}), 0)
    told = repr((request, kept, Answer(once={"pin": PIN})))
    assert not any(text in told for text in ("secret-key", PIN, kept.fingerprint, "Lia"))


def test_secret_fields_are_found_however_deep() -> None:
    assert holds_secrets(shape_of(Thing))
    assert holds_secrets(shape_of(Nested))
    assert not holds_secrets(shape_of(Named))
    assert holds_secrets({"a": {"b": {"c": Field.SECRET}}})
    assert not holds_secrets({"a": {"b": Field.KEPT}, "c": Field.KEPT})
    assert not holds_secrets({})


def test_a_union_declares_the_fields_of_all_its_models_and_a_secret_of_one_stays_one() -> None:
    expected = {"name": Field.KEPT, "free": Field.KEPT, "pin": Field.SECRET}
    assert shape_of(Named | Thing) == shape_of(Thing | Named) == expected
    assert shape_of(list[Named] | Nested) == {"name": Field.KEPT, "free": Field.KEPT, "several": {"pin": Field.SECRET}}


def test_of_a_name_that_one_model_gives_a_shape_and_another_leaves_open_the_shape_counts() -> None:
    class Open(BaseModel):
        several: dict[str, Any]

    assert shape_of(Open | Nested) == shape_of(Nested | Open) == {"several": {"pin": Field.SECRET}}
