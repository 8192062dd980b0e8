"""The archive function by its handler, on golden payloads."""

import json

import pytest

from lacre.tlog.checkpoint import open_checkpoint
from lacre.tlog.note import VerifierKey
from tests.fakes.kms import LocalKms
from tests.integration.archive.conftest import Load
from tests.integration.conftest import Aws
from tests.integration.handlers import golden


def checkpoint_size(aws: Aws) -> int:
    key = VerifierKey("lacre.example.com/test", LocalKms().checkpoint.public_key().public_bytes_raw())
    return open_checkpoint(aws.s3.get_object(Bucket="log", Key="checkpoint")["Body"].read(), key).size


def findings(aws: Aws) -> list[str]:
    bodies = [json.loads(item["body"]["S"]) for item in aws.dynamodb.scan(TableName="events")["Items"]]
    return sorted(body["after"]["finding"] for body in bodies)


def test_a_delivery_is_sealed_and_its_repetition_changes_nothing(aws: Aws, archive: Load) -> None:
    handler = archive()
    for _ in range(2):
        handler(golden("stream/archive_three_events"), None)
        assert checkpoint_size(aws) == 3
    names = [one["Key"] for one in aws.s3.list_objects_v2(Bucket="archive")["Contents"]]
    assert len(names) == 2, "one batch, one checkpoint"


def test_poison_is_set_aside_and_tampering_raised_without_holding_up_the_rest(aws: Aws, archive: Load) -> None:
    handler = archive()
    for _ in range(2):
        handler(golden("stream/archive_poison_and_tampering"), None)
    assert checkpoint_size(aws) == 1
    assert findings(aws) == ["ROW_CHANGED", "ROW_REMOVED"]
    kept = [one["Key"] for one in aws.s3.list_objects_v2(Bucket="failures")["Contents"]]
    sequences = [key.removeprefix("quarantine/archive/record/").partition("-")[0] for key in kept]
    assert [int(one) for one in sequences] == [4, 5]


def test_its_metrics_are_those_that_the_alarms_watch(
    aws: Aws, archive: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    archive()(golden("stream/archive_poison_and_tampering"), None)
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
    handler(golden("stream/archive_three_events"), None)
    aws.s3.delete_object(Bucket="log", Key="tile/0/000.p/3")
    capsys.readouterr()
    handler(golden("stream/archive_poison_and_tampering"), None)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["LogRepaired"] for line in lines if "_aws" in line] == [[1.0]]
    assert [vars(told)["paths"] for told in caplog.records if hasattr(told, "paths")] == [["tile/0/000.p/3"]]
