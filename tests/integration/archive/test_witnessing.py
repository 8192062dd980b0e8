"""The archive function and its witnesses: cosigned, away, refusing, misconfigured; sealing goes on in any case."""

import json
from typing import Any

import pytest

from lacre.aws import witness_client
from lacre.tlog.checkpoint import open_checkpoint
from lacre.tlog.cosignature import CosignerKey
from lacre.tlog.note import VerifierKey
from tests.fakes.invoked import Invoked
from tests.fakes.sealing import ORIGIN
from tests.fakes.signer import LocalSigner
from tests.fakes.witnessing import DirectClient, History, MemoryWitness
from tests.integration.archive.conftest import Load
from tests.integration.conftest import Aws
from tests.integration.handlers import golden

URL = "https://witness.example.com"
SIGNER = LocalSigner("checkpoint")
KEY = VerifierKey(ORIGIN, SIGNER.public_key)


def listed(witness: MemoryWitness, url: str = URL) -> str:
    return f"{CosignerKey(witness.name, witness.signer.public_key).encode()} {url}"


def seal(archive: Load, monkeypatch: pytest.MonkeyPatch, client: DirectClient, witnesses: str, events: int = 3) -> None:
    """The first of the three events, sealed by an instance of the function that remembers nothing."""
    monkeypatch.setattr(witness_client, "HttpWitnessClient", lambda: client)
    records = golden("stream/archive_three_events")["Records"][:events]
    archive(witnesses=witnesses)({"Records": records}, Invoked("live"))


def metrics(capsys: pytest.CaptureFixture[str]) -> tuple[float, ...]:
    """How many witnesses did not answer, refused, and could not be asked since the log is damaged."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = next(line for line in lines if "_aws" in line)
    return tuple(sum(told.get(name, [])) for name in ("WitnessUnanswered", "WitnessRefused", "LogDamaged"))


def sealed(aws: Aws) -> bytes:
    note = aws.s3.get_object(Bucket="log", Key="checkpoint")["Body"].read()
    assert open_checkpoint(note, KEY).size == 3
    return note


def raised(aws: Aws) -> list[str]:
    bodies = [json.loads(item["body"]["S"]) for item in aws.dynamodb.scan(TableName="events")["Items"]]
    return [body["after"]["finding"] for body in bodies]


def test_a_checkpoint_is_cosigned_and_the_archive_s_own_stays_as_it_was(
    aws: Aws, archive: Load, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    witness = MemoryWitness().knowing(KEY)
    seal(archive, monkeypatch, DirectClient({URL: witness}), listed(witness))
    assert metrics(capsys) == (0, 0, 0)
    own = aws.s3.get_object(Bucket="archive", Key=f"checkpoints/{3:020d}")["Body"].read()
    assert sealed(aws).startswith(own)
    assert sealed(aws) != own
    kept = [one["Key"] for one in aws.s3.list_objects_v2(Bucket="archive", Prefix="cosigned/")["Contents"]]
    assert len(kept) == 1


def test_a_witness_that_is_away_costs_a_metric(
    aws: Aws, archive: Load, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seal(archive, monkeypatch, DirectClient(is_away=True), listed(MemoryWitness()))
    assert metrics(capsys) == (1, 0, 0)
    assert (bool(sealed(aws)), raised(aws)) == (True, [])


def test_a_list_of_witnesses_that_is_none_holds_up_nothing(
    aws: Aws, archive: Load, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seal(archive, monkeypatch, DirectClient(), "not a list")
    assert metrics(capsys) == (1, 0, 0)
    assert sealed(aws)


def test_one_that_saw_another_history_raises_a_finding_once(
    aws: Aws, archive: Load, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    witness = MemoryWitness().knowing(KEY)
    client = DirectClient({URL: witness})
    assert client.add_checkpoint(URL, History.of(2, signer=SIGNER).request(0, 2)).status == 200
    for _ in range(2):
        seal(archive, monkeypatch, client, listed(witness))
        assert metrics(capsys) == (0, 1, 0)
    assert raised(aws) == ["WITNESS_REFUSED"]
    assert sealed(aws)


def test_a_refusal_is_the_same_finding_though_the_log_grew(
    aws: Aws, archive: Load, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {f"https://{name}": MemoryWitness(name).knowing(KEY) for name in ("w1.example.com", "w2.example.com")}
    client = DirectClient(asked)
    for url in asked:
        assert client.add_checkpoint(url, History.of(1, signer=SIGNER).request(0, 1)).status == 200
    first, second = (listed(witness, url) for url, witness in asked.items())
    for witnesses, events, refused in ((first, 2, 1), (first, 3, 1), (f"{first}\n{second}", 3, 2)):
        seal(archive, monkeypatch, client, witnesses, events)
        assert metrics(capsys) == (0, refused, 0)
        assert raised(aws) == ["WITNESS_REFUSED"] * refused


@pytest.mark.parametrize("content", [None, b"\1" * 96], ids=["gone", "noise"])
def test_a_damaged_log_is_told_at_each_pass_and_neither_away_nor_refused(
    aws: Aws,
    archive: Load,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
) -> None:
    witness = MemoryWitness().knowing(KEY)
    client = DirectClient({URL: witness})
    seal(archive, monkeypatch, client, listed(witness), events=1)
    seal(archive, monkeypatch, client, "none")
    path = "tile/0/000.p/3"
    tile = aws.s3.get_object(Bucket="log", Key=path)["Body"].read()
    aws.s3.delete_object(Bucket="log", Key=path)
    if content is not None:
        aws.s3.put_object(Bucket="log", Key=path, Body=content)
    capsys.readouterr()
    for _ in range(2):
        seal(archive, monkeypatch, client, listed(witness))
        assert metrics(capsys) == (0, 0, 1)
        assert (bool(sealed(aws)), raised(aws), witness.memory.evidence) == (True, [], {})
    aws.s3.put_object(Bucket="log", Key=path, Body=tile)
    seal(archive, monkeypatch, client, listed(witness))
    assert metrics(capsys) == (0, 0, 0)
    assert [held.size for held in witness.memory.logs.values()] == [3]
