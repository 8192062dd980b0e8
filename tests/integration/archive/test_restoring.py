"""A lost log table, made again from a copy of the archive, and the public log from the same copy, over moto."""

from pathlib import Path

import pytest

from lacre.aws.archive_copy import copy_archive
from lacre.cli.main import main
from lacre.sealing.beginning import LostHeadError
from lacre.tlog.note import VerifierKey
from tests.fakes.drafts import agent_created
from tests.fakes.sealing import ORIGIN
from tests.integration.archive.wiring import Consumer
from tests.integration.conftest import Aws
from tests.streams.records import stream_records

REGION = "eu-west-1"


def public_log(aws: Aws) -> dict[str, bytes]:
    listed = aws.s3.list_objects_v2(Bucket="log")["Contents"]
    return {one["Key"]: aws.s3.get_object(Bucket="log", Key=one["Key"])["Body"].read() for one in listed}


def forget(aws: Aws) -> None:
    for item in aws.dynamodb.scan(TableName="log")["Items"]:
        aws.dynamodb.delete_item(TableName="log", Key={"pk": item["pk"]})


def rows(aws: Aws) -> list[str]:
    items = aws.dynamodb.scan(TableName="log")["Items"]
    return sorted(str({name: value for name, value in item.items() if name != "version"}) for item in items)


def test_a_lost_table_is_restored_and_sealing_goes_on(
    aws: Aws, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    consumer = Consumer(aws)
    for number in range(30):
        consumer.recorder.record([agent_created(number)])
        if number % 9 == 0:
            consumer(stream_records("events"))
    consumer(stream_records("events"))
    before = rows(aws)
    forget(aws)
    consumer.recorder.record([agent_created(99)])
    with pytest.raises(LostHeadError):
        consumer(stream_records("events"))
    copy_archive(aws.s3, "archive", tmp_path / "copy", lambda: None)
    key = VerifierKey(ORIGIN, consumer.signer.public_key).encode()
    restore = ["log", "restore", "--log-table", "log", "--archive", str(tmp_path / "copy"), "--key", key]
    for _ in range(2):
        assert main([*restore, "--region", REGION]) == 0
        assert rows(aws) == before
    assert "30 leaves" in capsys.readouterr().out
    consumer(stream_records("events"))
    assert consumer.log_table.read().size == 31
    copy_archive(aws.s3, "archive", tmp_path / "copy", lambda: None)
    assert main(["log", "build", str(tmp_path / "copy"), "--key", key, "--to", str(tmp_path / "log")]) == 0
    served = public_log(aws)
    built = {
        one.relative_to(tmp_path / "log").as_posix(): one.read_bytes()
        for one in (tmp_path / "log").rglob("*")
        if one.is_file()
    }
    assert built == {path: served[path] for path in built}
    assert {"checkpoint", "keys.json", "tile/0/000.p/31", "tile/entries/000.p/31"} == set(built)


def test_a_head_from_before_keys_could_be_rotated_goes_on_with_the_first_configured_key(aws: Aws) -> None:
    consumer = Consumer(aws)
    consumer.recorder.record([agent_created(1)])
    consumer(stream_records("events"))
    generations = consumer.log_table.read().generations
    aws.dynamodb.update_item(TableName="log", Key={"pk": {"S": "HEAD"}}, UpdateExpression="REMOVE generations")
    assert consumer.log_table.read().generations == ()
    consumer.recorder.record([agent_created(2)])
    consumer(stream_records("events"))
    assert (consumer.log_table.read().generations, consumer.repaired) == (generations, [])
