"""What the archive function is asked besides the stream: to seal what was lost, and to rotate the log's keys."""

import json
from typing import Any

import pytest

from functions.archive.requests import MAXIMUM_IDS, UnknownRequestError
from lacre.aws.events_table import EventsTable
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from lacre.sealing.rotation import RotationRefusedError
from lacre.tlog.checkpoint import open_checkpoint
from lacre.tlog.note import VerifierKey
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.drafts import agent_created
from tests.fakes.invoked import Invoked
from tests.fakes.kms import CHECKPOINT_KEY
from tests.fakes.sealing import ORIGIN
from tests.fakes.signer import LocalSigner
from tests.integration.archive.conftest import NEXT_KEY, Load, TwoCheckpointKeys
from tests.integration.conftest import Aws
from tests.integration.handlers import golden

OLD = VerifierKey(ORIGIN, LocalSigner("checkpoint").public_key)
NEW = VerifierKey(ORIGIN, TwoCheckpointKeys.following.public_key().public_bytes_raw())


def recorded(aws: Aws, count: int) -> list[str]:
    clock, entropy = TickingClock(), SeededEntropy()
    receipts = ReceiptIssuer(LocalSigner("receipt"), clock, entropy)
    recorder = Recorder(EventsTable(aws.dynamodb, "events"), receipts, clock, entropy)
    return [recorder.record([agent_created(number)])[0].event.header.id for number in range(count)]


def public(aws: Aws, path: str) -> bytes:
    return aws.s3.get_object(Bucket="log", Key=path)["Body"].read()


def body_of_only(aws: Aws, action: str) -> dict[str, Any]:
    (item,) = [one for one in aws.dynamodb.scan(TableName="events")["Items"] if action in one["header"]["S"]]
    body: dict[str, Any] = json.loads(item["body"]["S"])
    return body


def test_what_the_stream_lost_is_sealed_once_and_the_rest_is_told_apart(aws: Aws, archive: Load) -> None:
    handler, ids = archive(), recorded(aws, 120)
    aws.dynamodb.put_item(TableName="events", Item={"id": {"S": "garbage-0000"}})
    asked = [*ids, ids[0], "nobody", "garbage-0000"]
    for sealed in (120, 0):
        answer = handler({"unsealed": asked}, Invoked())
        assert answer == {"sealed": sealed, "absent": ["nobody"], "unreadable": ["garbage-0000"]}
    assert open_checkpoint(public(aws, "checkpoint"), OLD).size == 120
    quarantined = [one["Key"] for one in aws.s3.list_objects_v2(Bucket="failures")["Contents"]]
    assert len(quarantined) == 1


def test_a_row_that_is_not_what_was_sealed_is_found_when_it_is_fed(aws: Aws, archive: Load) -> None:
    handler, (first, second) = archive(), recorded(aws, 2)
    handler({"unsealed": [first]}, Invoked())
    item = aws.dynamodb.get_item(TableName="events", Key={"id": {"S": second}})["Item"]
    header = item["header"]["S"].replace(second, first)
    aws.dynamodb.put_item(TableName="events", Item={**item, "id": {"S": first}, "header": {"S": header}})
    assert handler({"unsealed": [first]}, Invoked())["unreadable"] == [first], "its receipt is that of another event"


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"unsealed": "id"},
        {"unsealed": [7]},
        {"unsealed": [""]},
        {"unsealed": ["x"] * (MAXIMUM_IDS + 1)},
        {"unsealed": [], "rotate": {"keys": ["a"]}},
        {"rotate": ["a"]},
        {"rotate": {"keys": "a"}},
        {"rotate": {"keys": ["a"], "force": True}},
    ],
)
@pytest.mark.parametrize("qualifier", ["", "live", "feed", "rotate"])
def test_other_requests_are_refused(archive: Load, request_: dict[str, Any], qualifier: str) -> None:
    with pytest.raises(UnknownRequestError):
        archive()(request_, Invoked(qualifier))


REQUESTS: dict[str, dict[str, Any]] = {
    "delivery": golden("stream/archive_three_events"),
    "ids": {"unsealed": []},
    "keys": {"rotate": {"keys": [CHECKPOINT_KEY, NEXT_KEY]}},
}
TAKEN = {"live": {"delivery"}, "3": {"delivery"}, "feed": {"ids"}, "rotate": {"keys"}, "": {"ids", "keys"}}


@pytest.mark.parametrize("kind", REQUESTS)
@pytest.mark.parametrize("qualifier", [*TAKEN, "other", "$LATEST", "live:feed", "feed2"])
def test_each_entrance_takes_its_own_requests_alone(aws: Aws, archive: Load, qualifier: str, kind: str) -> None:
    handler = archive()
    if kind in TAKEN.get(qualifier, ()):
        handler(REQUESTS[kind], Invoked(qualifier))
        return
    with pytest.raises(UnknownRequestError):
        handler(REQUESTS[kind], Invoked(qualifier))
    assert aws.s3.list_objects_v2(Bucket="archive")["KeyCount"] == 0
    assert aws.dynamodb.scan(TableName="events")["Count"] == 0


def test_a_repair_is_told_when_it_is_a_rotation_that_finds_it(
    aws: Aws, archive: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = archive()
    handler(golden("stream/archive_three_events"), Invoked("live"))
    aws.s3.put_object(Bucket="log", Key="checkpoint", Body=b"garbage")
    capsys.readouterr()
    handler({"rotate": {"keys": [CHECKPOINT_KEY]}}, Invoked("rotate"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["LogRepaired"] for line in lines if "_aws" in line] == [[1.0]]


def test_an_operator_rotates_the_log_s_keys_in_two_steps(aws: Aws, archive: Load) -> None:
    handler = archive()
    handler(golden("stream/archive_three_events"), Invoked("live"))
    overlap = {"rotate": {"keys": [CHECKPOINT_KEY, NEXT_KEY]}}
    for _ in range(2):
        assert handler(overlap, Invoked()) == {"first_size": 4, "keys": [OLD.encode(), NEW.encode()]}
    assert body_of_only(aws, "KEY_ROTATED")["after"]["manifest"].startswith(f"lacre key manifest v1\n{ORIGIN}\n")
    handler({"unsealed": recorded(aws, 1)}, Invoked())
    both = public(aws, "checkpoint")
    assert open_checkpoint(both, OLD) == open_checkpoint(both, NEW)
    assert handler({"rotate": {"keys": [NEXT_KEY]}}, Invoked()) == {"first_size": 6, "keys": [NEW.encode()]}
    generations = json.loads(public(aws, "keys.json"))["generations"]
    assert [one["first_size"] for one in generations] == [0, 4, 6]


@pytest.mark.parametrize("keys", [[], ["unknown"], [NEXT_KEY, NEXT_KEY]])
def test_a_rotation_that_would_stop_the_log_is_refused(aws: Aws, archive: Load, keys: list[str]) -> None:
    with pytest.raises(RotationRefusedError):
        archive()({"rotate": {"keys": keys}}, Invoked("rotate"))
    assert aws.dynamodb.scan(TableName="events")["Count"] == 0


def test_a_deployment_with_the_keys_in_another_order_goes_on_with_the_key_in_force(aws: Aws, archive: Load) -> None:
    archive()(golden("stream/archive_three_events"), Invoked("live"))
    archive(f"{NEXT_KEY},{CHECKPOINT_KEY}")({"unsealed": recorded(aws, 1)}, Invoked())
    assert open_checkpoint(public(aws, "checkpoint"), OLD).size == 4
