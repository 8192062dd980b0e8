"""Inclusion and consistency as JSON: what may be asked, and that every answer leads to the signed root."""

import base64
import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from lacre.model.event import ReceiptedEvent
from lacre.tlog.checkpoint import Checkpoint, open_checkpoint
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import root_from_inclusion
from lacre.verifying.evidence import verify_file
from lacre.verifying.verdict import Findings, Verdict
from tests.fakes.sealing import ORIGIN
from tests.unit.query.console import Console
from tests.unit.query.test_events import AS_AUDITOR, UNKNOWN, ids

PROOF = "/v1/audit/log/proof"


def key_of(console: Console) -> VerifierKey:
    return VerifierKey(ORIGIN, console.sealing.signer.public_key)


def root(events: list[ReceiptedEvent], size: int) -> bytes:
    return root_hash(extended(0, (), [leaf_hash(stored.event.header_bytes) for stored in events[:size]])[1])


def note(console: Console, events: list[ReceiptedEvent], size: int) -> bytes:
    return Checkpoint(ORIGIN, size, root(events, size)).signed(key_of(console), console.sealing.signer.sign)


@pytest.mark.parametrize("size", [None, 1, 2, 3])
def test_inclusion_by_id_and_by_index_at_any_size(
    client: TestClient, console: Console, events: list[ReceiptedEvent], size: int | None
) -> None:
    for index in range(size or 3):
        asked = {"size": str(size)} if size else {}
        by_id, by_index = (
            client.get(f"{PROOF}/inclusion", headers=AS_AUDITOR, params={**asked, **leaf}).json()
            for leaf in ({"id": ids(events)[index]}, {"index": str(index)})
        )
        assert by_id == {"id": ids(events)[index], **by_index}
        leaf, hashes = base64.b64decode(by_id["leaf_hash"]), [base64.b64decode(one) for one in by_id["hashes"]]
        assert leaf == leaf_hash(events[index].event.header_bytes)
        assert (by_id["leaf_index"], by_id["tree_size"]) == (index, size or 3)
        assert root_from_inclusion(index, by_id["tree_size"], leaf, hashes) == root(events, size or 3)
        assert open_checkpoint(by_id["checkpoint"].encode(), key_of(console)).size == 3
    assert console.actions[-1] == ("VERIFY_AUDIT", "SUCCEEDED")
    assert [one.entity_id for one in console.trail.events.headers_in_order[-2:]] == [
        ids(events)[index],
        f"leaf/{index}",
    ]


@pytest.mark.parametrize(("first", "second"), [(1, 2), (1, 3), (2, 3), (3, 3), (1, None), (2, None)])
def test_the_answer_about_consistency_is_a_file_for_the_verifier(
    client: TestClient, console: Console, events: list[ReceiptedEvent], first: int, second: int | None
) -> None:
    asked = {"first": str(first)} | ({"second": str(second)} if second else {})
    answer = client.get(f"{PROOF}/consistency", headers=AS_AUDITOR, params=asked)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    kept = [note(console, events, size) for size in {first, second or 3}]
    findings = Findings()
    facts = verify_file(answer.content, [key_of(console)], [], kept, findings)
    assert (findings.verdict, findings.kept) == (Verdict.VERIFIED, [])
    assert (facts["first size"], facts["second size"]) == (first, second or 3)
    assert console.actions[-1] == ("VERIFY_AUDIT", "SUCCEEDED")


MALFORMED = ["-1", "+1", "1.0", "01", "1_0", " 1", "", "x", "1e0", "٣", "9" * 20, "0x1", "null", "1\x00"]


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ({}, "query"),
        ({"id": UNKNOWN, "index": "1"}, "query"),
        ({"size": "2"}, "query"),
        ({"leaf_hash": "00" * 32}, "query"),
        ({"index": "0", "size": "0"}, "query.size"),
        ({"index": "0", "size": "4"}, "query.size"),
        ({"index": "3"}, "query.index"),
        ({"index": "2", "size": "2"}, "query.index"),
        ({"index": "9" * 19}, "query.index"),
        ({"id": "1"}, "query.id"),
        ({"id": "x" * 5000}, "query.id"),
        *(({"index": one}, "query.index") for one in MALFORMED),
        *(({"index": "0", "size": one}, "query.size") for one in MALFORMED),
    ],
)
def test_an_inclusion_that_cannot_be_asked_for(
    client: TestClient, console: Console, events: list[ReceiptedEvent], asked: dict[str, str], at: str
) -> None:
    answer = client.get(f"{PROOF}/inclusion", headers=AS_AUDITOR, params=asked)
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, at)
    assert console.actions[-1] == ("VERIFY_AUDIT", "FAILED")


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        ({}, "query.first"),
        ({"second": "2"}, "query.first"),
        ({"first": "0"}, "query.first"),
        ({"first": "3", "second": "2"}, "query.first"),
        ({"first": "4"}, "query.first"),
        ({"first": "1", "second": "4"}, "query.second"),
        ({"first": "1", "second": "0"}, "query.second"),
        *(({"first": one}, "query.first") for one in MALFORMED),
        *(({"first": "1", "second": one}, "query.second") for one in MALFORMED),
        ({"first": "1", "third": "1"}, "query"),
    ],
)
def test_a_consistency_that_cannot_be_asked_for(
    client: TestClient, console: Console, events: list[ReceiptedEvent], asked: dict[str, str], at: str
) -> None:
    answer = client.get(f"{PROOF}/consistency", headers=AS_AUDITOR, params=asked)
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, at)
    assert console.actions[-1] == ("VERIFY_AUDIT", "FAILED")


def test_a_refusal_says_what_the_log_has(client: TestClient, events: list[ReceiptedEvent]) -> None:
    answer = client.get(f"{PROOF}/consistency?first=9", headers=AS_AUDITOR).json()
    assert answer["errors"] == [{"at": "query.first", "what": "The log has this from 1 to 3."}]
    answer = client.get(f"{PROOF}/inclusion?index=x", headers=AS_AUDITOR).json()
    assert answer["errors"] == [{"at": "query.index", "what": "Not acceptable: not a decimal number."}]
    answer = client.get(f"{PROOF}/inclusion", headers=AS_AUDITOR).json()
    assert answer["errors"] == [{"at": "query", "what": "Not acceptable: exactly one of id and index."}]


def test_an_event_that_was_not_in_the_older_tree(client: TestClient, events: list[ReceiptedEvent]) -> None:
    answer = client.get(f"{PROOF}/inclusion", headers=AS_AUDITOR, params={"id": ids(events)[2], "size": "2"})
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"at": "query.size", "what": "The log has this from 3 to 3."}]


def test_parameters_given_twice_are_refused(client: TestClient, events: list[ReceiptedEvent]) -> None:
    for asked in ("inclusion?index=0&index=1", "consistency?first=1&first=2"):
        assert client.get(f"{PROOF}/{asked}", headers=AS_AUDITOR).json()["code"] == "REPEATED_PARAMETER"


def test_what_is_not_sealed_yet_or_unknown(client: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    for event_id, status in ((ids(events)[3], 409), (UNKNOWN, 404)):
        answer = client.get(f"{PROOF}/inclusion", headers=AS_AUDITOR, params={"id": event_id})
        assert answer.status_code == status


def test_an_empty_log_proves_nothing_and_says_so(client: TestClient) -> None:
    for asked in ("inclusion?index=0", f"inclusion?id={UNKNOWN}", "consistency?first=1"):
        answer = client.get(f"{PROOF}/{asked}", headers=AS_AUDITOR)
        assert (answer.status_code, answer.json()["code"]) == (409, "NOT_SEALED_YET")
        assert answer.json()["detail"] == "No event is covered by a checkpoint yet. Try again in a few seconds."


@pytest.mark.parametrize("asked", ["inclusion?index=0", "consistency?first=1", "events"])
@pytest.mark.parametrize("forged", [None, b"no checkpoint", "signature"])
def test_a_checkpoint_that_is_gone_or_that_no_key_signed_proves_nothing(
    client: TestClient,
    console: Console,
    events: list[ReceiptedEvent],
    caplog: pytest.LogCaptureFixture,
    asked: str,
    forged: bytes | str | None,
) -> None:
    genuine = console.sealing.log.objects.pop("checkpoint")
    if forged:
        text, signature = genuine.split(b"\n\n")
        unsigned = text + b"\n\n" + signature[:-9] + b"AAAAAA==\n"
        console.sealing.log.objects["checkpoint"] = forged if isinstance(forged, bytes) else unsigned
    path = f"/v1/audit/events/{ids(events)[0]}/proof" if asked == "events" else f"{PROOF}/{asked}"
    answer = client.get(path, headers=AS_AUDITOR)
    assert (answer.status_code, answer.json()["code"]) == (503, "LOG_DAMAGED")
    assert "the public log is damaged" in caplog.messages


@pytest.mark.parametrize("asked", ["inclusion?index=0", "inclusion?index=0&size=1", "consistency?first=2"])
@pytest.mark.parametrize("content", [None, bytes(96), b"short"])
def test_a_damaged_log_gives_no_wrong_proof(
    client: TestClient,
    console: Console,
    events: list[ReceiptedEvent],
    caplog: pytest.LogCaptureFixture,
    asked: str,
    content: bytes | None,
) -> None:
    console.sealing.log.damage("tile/0/000.p/3", content)
    answer = client.get(f"{PROOF}/{asked}", headers=AS_AUDITOR)
    assert (answer.status_code, answer.json()["code"]) == (503, "LOG_DAMAGED")
    assert "the public log is damaged" in caplog.messages


def test_a_forged_index_row_is_not_proven(client: TestClient, console: Console, events: list[ReceiptedEvent]) -> None:
    event_id, leaves = ids(events)[1], console.sealing.leaves.rows
    genuine = leaves[event_id]
    for forged in (replace(genuine, leaf_hash=bytes(32)), replace(genuine, index=0), replace(genuine, index=-1)):
        leaves[event_id] = forged
        answer = client.get(f"{PROOF}/inclusion", headers=AS_AUDITOR, params={"id": event_id})
        assert (answer.status_code, answer.json()["code"]) == (503, "INDEX_DAMAGED")


@pytest.mark.parametrize("route", ["inclusion?index=0", "consistency?first=1"])
@pytest.mark.parametrize(("token", "status"), [(None, 401), ("clerk", 403), ("admin", 200)])
def test_administrators_and_auditors_alone_ask(
    client: TestClient, events: list[ReceiptedEvent], route: str, token: str | None, status: int
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    assert client.get(f"{PROOF}/{route}", headers=headers).status_code == status


def test_a_proof_is_recorded_with_what_was_asked(
    client: TestClient, console: Console, events: list[ReceiptedEvent]
) -> None:
    client.get(f"{PROOF}/inclusion?index=1&size=2", headers=AS_AUDITOR)
    request = json.loads(list(console.trail.events.rows.values())[-1].event.body_bytes)["request"]
    assert (request["path"], request["query"]) == (f"{PROOF}/inclusion", {"index": "1", "size": "2"})
