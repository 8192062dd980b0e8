"""The log over HTTP as it is deployed: what leaves the handler for the gateway, byte by byte."""

import pytest

from identity.model.role import Role
from lacre.model.moment import to_milliseconds
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.tiles import entries_of
from lacre.verifying.evidence import verify_file
from lacre.verifying.verdict import Findings, Verdict
from tests.fakes.sealing import ORIGIN
from tests.fakes.signer import LocalSigner
from tests.integration.query.conftest import Answer, Query

LOG = "/v1/audit/log"


def verdict(answer: Answer, signer: LocalSigner, *kept: bytes) -> Verdict:
    findings = Findings()
    keys = [VerifierKey(ORIGIN, signer.public_key)]
    verify_file(answer.content, keys, [LocalSigner("receipt").public_key], kept, findings)
    return findings.verdict


def test_binary_answers_arrive_unchanged(query: Query) -> None:
    query.seal()
    order = sorted(query.events, key=lambda one: (to_milliseconds(one.event.header.recorded_at), one.event.header.id))
    tile, bundle = query.get(f"{LOG}/tile/0/000.p/3"), query.get(f"{LOG}/tile/entries/000.p/3")
    assert tile.content == b"".join(leaf_hash(stored.event.header_bytes) for stored in order)
    assert entries_of(bundle.content) == [stored.event.header_bytes for stored in order]
    for answer, kept in ((tile, "private, max-age=31536000, immutable"), (bundle, "no-store")):
        assert (answer.status, answer.is_base64) == (200, True)
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["cache-control"] == kept


def test_texts_go_out_as_they_are(query: Query) -> None:
    query.seal()
    stored = query.aws.s3.get_object(Bucket="log", Key="checkpoint")["Body"].read()
    checkpoint, keys = query.get(f"{LOG}/checkpoint"), query.get(f"{LOG}/keys")
    assert (checkpoint.content, checkpoint.is_base64) == (stored, False)
    assert checkpoint.headers["content-type"] == "text/plain; charset=utf-8"
    assert (keys.json["origin"], keys.is_base64) == (ORIGIN, False)


def test_proofs_and_evidence_are_verified_offline(query: Query) -> None:
    signer = query.seal()
    event_id = query.events[1].event.header.id
    note = query.get(f"{LOG}/checkpoint").content
    assert verdict(query.get(f"/v1/audit/events/{event_id}/evidence"), signer, note) is Verdict.VERIFIED
    assert verdict(query.get(f"{LOG}/proof/consistency", first="3"), signer, note) is Verdict.VERIFIED
    by_id, by_index = query.get(f"{LOG}/proof/inclusion", id=event_id), query.get(f"{LOG}/proof/inclusion", index="1")
    assert by_id.json == {"id": event_id, **by_index.json}
    assert {one.action for one in query.recorded} == {"VERIFY_AUDIT"}
    assert len(query.recorded) == 5


@pytest.mark.parametrize(
    "path",
    [
        *("tile/../events/x", "tile/%2e%2e/events/x", "tile/..%2Fevents/x", "tile/%252e%252e/events/x", "events/x"),
        *("tile//events/x", "tile/0/%2e%2e/%2e%2e/events/x", "tile/0/000.p/3/..", "tile/0/000.p%2F3%00"),
    ],
)
def test_nothing_else_of_the_bucket_is_reachable(query: Query, path: str) -> None:
    query.seal()
    query.aws.s3.put_object(Bucket="log", Key="events/x", Body=b"hidden")
    answer = query.get(f"{LOG}/{path}")
    assert (answer.status, "hidden" in answer.body) == (404, False)


@pytest.mark.parametrize("path", ["checkpoint", "keys", "tile/0/000.p/3", "proof/inclusion", "proof/consistency"])
def test_who_may_not(query: Query, path: str) -> None:
    query.seal()
    assert query.get(f"{LOG}/{path}", Role.FUNCIONARIO).status == 403
    assert [one.action for one in query.recorded] == ["UNAUTHORIZED_ACCESS_ATTEMPT"]
