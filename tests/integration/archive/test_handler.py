"""The archive function by its handler, on golden payloads."""

import json

import pytest

from lacre.aws.ambient import SystemClock
from lacre.sealing.room import CheckpointTakenError
from lacre.tlog.checkpoint import checkpoint_name, open_checkpoint
from lacre.tlog.note import VerifierKey
from tests.fakes.invoked import Invoked
from tests.fakes.kms import LocalKms
from tests.integration.archive.conftest import Load
from tests.integration.conftest import Aws
from tests.integration.handlers import golden

YEAR_MS = 365 * 24 * 3_600_000


def checkpoint_size(aws: Aws) -> int:
    key = VerifierKey("lacre.example.com/test", LocalKms().checkpoint.public_key().public_bytes_raw())
    return open_checkpoint(aws.s3.get_object(Bucket="log", Key="checkpoint")["Body"].read(), key).size


def findings(aws: Aws) -> list[str]:
    bodies = [json.loads(item["body"]["S"]) for item in aws.dynamodb.scan(TableName="events")["Items"]]
    return sorted(body["after"]["finding"] for body in bodies)


def test_a_delivery_is_sealed_and_its_repetition_changes_nothing(aws: Aws, archive: Load) -> None:
    handler = archive()
    for _ in range(2):
        handler(golden("stream/archive_three_events"), Invoked("live"))
        assert checkpoint_size(aws) == 3
    names = [one["Key"] for one in aws.s3.list_objects_v2(Bucket="archive")["Contents"]]
    assert len(names) == 2, "one batch, one checkpoint"


def test_poison_is_set_aside_and_tampering_raised_without_holding_up_the_rest(aws: Aws, archive: Load) -> None:
    handler = archive()
    for _ in range(2):
        handler(golden("stream/archive_poison_and_tampering"), Invoked("live"))
    assert checkpoint_size(aws) == 1
    assert findings(aws) == ["ROW_CHANGED", "ROW_REMOVED"]
    kept = [one["Key"] for one in aws.s3.list_objects_v2(Bucket="failures")["Contents"]]
    sequences = [key.removeprefix("quarantine/archive/record/").partition("-")[0] for key in kept]
    assert [int(one) for one in sequences] == [4, 5]


def test_its_metrics_are_those_that_the_alarms_watch(
    aws: Aws, archive: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    archive()(golden("stream/archive_poison_and_tampering"), Invoked("live"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    metrics = next(line for line in lines if "_aws" in line)
    assert metrics["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Lacre"
    assert (metrics["service"], metrics["LogTampered"], metrics["Quarantined"]) == ("archive", [2.0], [2.0])
    assert metrics["SealDelay"][0] >= 0


def test_a_repair_of_the_public_log_is_told_loudly(
    aws: Aws,
    archive: Load,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    handler = archive()
    handler(golden("stream/archive_three_events"), Invoked("live"))
    aws.s3.delete_object(Bucket="log", Key="tile/0/000.p/3")
    capsys.readouterr()
    handler(golden("stream/archive_poison_and_tampering"), Invoked("live"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["LogRepaired"] for line in lines if "_aws" in line] == [[1.0]]
    assert [vars(told)["paths"] for told in caplog.records if hasattr(told, "paths")] == [["tile/0/000.p/3"]]


@pytest.mark.parametrize(("years", "told"), [(0, 0.0), (-40, 3.0)])
def test_events_of_a_clock_ahead_are_sealed_and_told(
    aws: Aws,
    archive: Load,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    years: int,
    told: float,
) -> None:
    handler = archive()
    now = SystemClock().now() + years * YEAR_MS
    monkeypatch.setattr(SystemClock, "now", lambda _: now)
    handler(golden("stream/archive_three_events"), Invoked("live"))
    assert checkpoint_size(aws) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["FutureEvents"] for line in lines if "_aws" in line] == [[told]]


def test_a_name_that_somebody_took_is_raised_and_passed_with_more_events(
    aws: Aws, archive: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    handler, delivery = archive(), golden("stream/archive_three_events")
    handler({"Records": delivery["Records"][:1]}, Invoked("live"))
    aws.s3.put_object(Bucket="archive", Key=checkpoint_name(2), Body=b"garbage", ChecksumAlgorithm="SHA256")
    capsys.readouterr()
    with pytest.raises(CheckpointTakenError):
        handler({"Records": delivery["Records"][1:2]}, Invoked("live"))
    assert findings(aws) == ["CHECKPOINT_TAKEN"]
    assert '"LogTampered":[1.0]' in capsys.readouterr().out
    handler(delivery, Invoked("live"))
    assert checkpoint_size(aws) == 3
