"""The Lambda over moto: both shapes of request, forks, races, and what is away."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from lacre.tlog.cosignature import CosignerKey, open_cosignatures
from lacre.witnessing.evidence import Evidence, prove_fork
from lacre.witnessing.witness import hash_of
from tests.fakes.witnessing import ORIGIN, History, request
from tests.integration.witness.conftest import ENVIRONMENT, LOG, Function

FORGED = History.of(40, fork_at=3)


def metric(capsys: pytest.CaptureFixture[str], name: str) -> list[list[float]]:
    lines = capsys.readouterr().out.splitlines()
    return [json.loads(line)[name] for line in lines if name in line]


def key_of(function: Function) -> CosignerKey:
    answer = function.by_url("GET", "/")
    assert answer["statusCode"] == 200
    return CosignerKey.decode(answer["body"])


def test_a_function_url_hands_over_text(function: Function) -> None:
    answer = function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, False)
    _, found = open_cosignatures(LOG.note(7) + answer["body"].encode(), [key_of(function)])
    assert [one.key.name for one in found] == [ENVIRONMENT["WITNESS_NAME"]]


def test_a_function_url_hands_over_other_types_in_base64(function: Function) -> None:
    body = base64.b64encode(LOG.request(0, 7)).decode()
    assert function.by_url("POST", "/add-checkpoint", body, base64=True)["statusCode"] == 200


def test_a_rest_api_hands_over_its_path_with_the_prefix(function: Function) -> None:
    assert function.by_api("POST", "/w1/add-checkpoint", LOG.request(0, 7).decode())["statusCode"] == 200
    told = function.by_api("GET", f"/w1/{hash_of(ORIGIN)}/checkpoint")
    assert told["statusCode"] == 200
    assert told["body"].encode().startswith(LOG.note(7))
    assert function.by_api("GET", "/w1/")["statusCode"] == 200


def test_a_wrong_size_is_told_in_its_own_type(function: Function) -> None:
    answer = function.by_url("POST", "/add-checkpoint", LOG.request(3, 7).decode())
    assert (answer["statusCode"], answer["headers"], answer["body"]) == (
        409,
        {"Content-Type": "text/x.tlog.size"},
        "0\n",
    )


def test_the_proof_of_a_fork_is_in_the_table_and_told_of(
    function: Function, capsys: pytest.CaptureFixture[str]
) -> None:
    function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())
    assert function.by_url("POST", "/add-checkpoint", FORGED.request(7, 12).decode())["statusCode"] == 422
    (item,) = (one for one in function.dynamodb.scan(TableName="witness")["Items"] if "record" in one)
    assert item["pk"]["S"] == f"EVIDENCE#{hash_of(ORIGIN)}-fork-{7:020d}"
    assert prove_fork(Evidence.decode(bytes(item["record"]["B"])), [LOG.key]).size == 7
    assert metric(capsys, "EvidenceKept") == [[0.0], [1.0]]


def test_of_many_at_once_one_goes_on(function: Function) -> None:
    function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())

    def show(size: int) -> int:
        # Below the handler: a worker of Lambda has one request at a time, and so has its metrics.
        return function.witness.add_checkpoint(LOG.request(7, size)).status

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(show, range(10, 18))) == [200, *[409] * 7]


@pytest.mark.parametrize("body", ["", "garbage", "old 0\n\n\ud800", "old 0\n\n" + "x" * 100_000])
def test_garbage_is_a_bad_request(function: Function, body: str) -> None:
    assert function.by_url("POST", "/add-checkpoint", body)["statusCode"] == 400
    assert function.by_api("POST", "/add-checkpoint", body or None)["statusCode"] == 400


def test_what_is_away_is_said_to_its_operator_alone(function: Function, caplog: pytest.LogCaptureFixture) -> None:
    function.dynamodb.delete_table(TableName="witness")
    answer = function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())
    assert answer["statusCode"] == 503
    assert "ResourceNotFound" not in answer["body"]
    assert "ResourceNotFoundException" in str([vars(record) for record in caplog.records])


def test_logs_are_read_again_after_five_minutes(function: Function, monkeypatch: pytest.MonkeyPatch) -> None:
    function.know("none")
    assert function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())["statusCode"] == 404
    function.know(LOG.key.encode())
    assert function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())["statusCode"] == 404
    monkeypatch.setattr("lacre.aws.witness_list.CACHED_SECONDS", 0)
    assert function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())["statusCode"] == 200


def test_a_list_that_is_none_is_a_fault_and_is_not_guessed_at(
    function: Function, capsys: pytest.CaptureFixture[str]
) -> None:
    function.know("a log")
    for _ in range(2):
        answer = function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())
        assert (answer["statusCode"], "line 1" in answer["body"]) == (503, False)
    assert metric(capsys, "WitnessFaults") == [[1.0], [1.0]]


def test_a_doubt_is_kept_and_wakes_nobody(function: Function, capsys: pytest.CaptureFixture[str]) -> None:
    function.by_url("POST", "/add-checkpoint", LOG.request(0, 7).decode())
    noise = request(7, [bytes(32)] * 3, LOG.note(12)).decode()
    assert function.by_url("POST", "/add-checkpoint", noise)["statusCode"] == 422
    assert [one for one in function.dynamodb.scan(TableName="witness")["Items"] if "record" in one]
    assert metric(capsys, "EvidenceKept") == [[0.0], [0.0]]


def test_what_is_no_request_is_refused(function: Function) -> None:
    with pytest.raises(KeyError):
        function.handler({"Records": []}, None)
