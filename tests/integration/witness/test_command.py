"""The real command over HTTP: a log that submits to it, one that forks, a kill, and what is not HTTP at all."""

import socket
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import urllib3

from lacre.aws.witness_client import HttpWitnessClient
from lacre.tlog.cosignature import CosignerKey, open_cosignatures
from lacre.tlog.note import add_signature
from lacre.witnessing.request import MAXIMUM_BYTES
from lacre.witnessing.submission import Submission
from lacre.witnessing.witness import hash_of
from lacre.witnessing.witness_list import WitnessAt
from tests.fakes.witnessing import ORIGIN, History
from tests.integration.witness.command import NAME, Running, run, serving
from tests.unit.witnessing.published import Published

TRUE = History.of(40)
FORGED = History.of(40, fork_at=3)
HTTP = urllib3.PoolManager(retries=False)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path, [TRUE.key]) as witness:
        yield witness


def show(running: Running, old: int, new: int, log: History = TRUE) -> urllib3.BaseHTTPResponse:
    return HTTP.request("POST", f"{running.url}/add-checkpoint", body=log.request(old, new))


def test_a_log_is_cosigned_over_http(running: Running) -> None:
    log = Published(names=())
    at = WitnessAt(running.key, running.url)
    instance = Submission(log.log, log.archive, lambda: [at], HttpWitnessClient(), log.clock)
    for size in (3, 8, 300):
        log.grow(size)
        log.clock.advance(10)
        assert [one.name for one in instance.submit(size).answered] == [NAME]
    log.grow(301)
    another = Submission(log.log, log.archive, lambda: [at], HttpWitnessClient(), log.clock)
    assert [one.name for one in another.submit(301).answered] == [NAME]
    assert open_cosignatures(log.log.objects["checkpoint"], [running.key])[1]


def test_its_key_and_its_latest_checkpoint_can_be_read(running: Running) -> None:
    assert CosignerKey.decode(HTTP.request("GET", f"{running.url}/").data.decode()) == running.key
    path = f"{running.url}/{hash_of(ORIGIN)}/checkpoint"
    assert HTTP.request("GET", path).status == 404
    line = show(running, 0, 7).data.decode()
    assert HTTP.request("GET", path).data == add_signature(TRUE.note(7), line)


def test_a_wrong_size_is_told_in_its_own_type(running: Running) -> None:
    show(running, 0, 7)
    answer = show(running, 3, 9)
    assert (answer.status, answer.headers["Content-Type"], answer.data) == (409, "text/x.tlog.size", b"7\n")


def test_a_fork_is_refused_and_its_proof_can_be_checked_by_anybody(running: Running, tmp_path: Path) -> None:
    show(running, 0, 7)
    assert show(running, 7, 12, FORGED).status == 422
    (record,) = (tmp_path / "state" / "evidence").iterdir()
    proven = run("check-fork", record, "--key", TRUE.key.encode())
    assert proven.returncode == 1
    assert TRUE.root(7).hex() in proven.stdout
    assert FORGED.root(7).hex() in proven.stdout
    other = tmp_path / "other.key"
    run("init", "--name", "other.example.com", "--key-file", other)
    stranger = History.of(1).key
    assert run("check-fork", record, "--key", f"@{tmp_path / 'absent'}").returncode == 2
    assert run("check-fork", tmp_path / "absent", "--key", stranger.encode()).returncode == 2
    # The size that the log signed: other digits, such as those of a cosignature, prove nothing and may be any.
    assert record.read_bytes().count(rb"\n12\n") == 1
    record.write_bytes(record.read_bytes().replace(rb"\n12\n", rb"\n13\n"))
    assert run("check-fork", record, "--key", TRUE.key.encode()).returncode == 2


def test_killed_and_begun_again_it_remembers(tmp_path: Path) -> None:
    with serving(tmp_path, [TRUE.key]) as witness:
        assert show(witness, 0, 7).status == 200
        witness.kill()
    with serving(tmp_path, [TRUE.key]) as again:
        assert again.key == witness.key
        assert show(again, 0, 9).data == b"7\n"
        assert show(again, 7, 7, FORGED).status == 422
        assert show(again, 7, 9).status == 200


def test_sigterm_ends_it_in_order(running: Running) -> None:
    show(running, 0, 7)
    HTTP.clear()
    assert running.stop() == 0


def test_of_many_at_once_one_goes_on(running: Running) -> None:
    show(running, 0, 7)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda size: show(running, 7, size), range(10, 26)))
    won = [answer for answer in answers if answer.status == 200]
    assert len(won) == 1
    assert {answer.status for answer in answers} == {200, 409}


def test_a_connection_serves_many_requests(running: Running) -> None:
    host, port = running.url.removeprefix("http://").split(":")
    pool = urllib3.HTTPConnectionPool(host, int(port), maxsize=1)
    for old, new in ((0, 7), (7, 9), (7, 9), (9, 12)):
        pool.urlopen("POST", "/add-checkpoint", body=TRUE.request(old, new))
    assert pool.num_connections == 1
    pool.close()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/add-checkpoint", 405),
        ("POST", "/", 405),
        ("POST", f"/{hash_of(ORIGIN)}/checkpoint", 405),
        ("GET", "/checkpoint", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", f"/{hash_of(ORIGIN).upper()}/checkpoint", 404),
        ("POST", "/add-checkpoint/", 405),
        ("PUT", "/add-checkpoint", 501),
        ("GET", "/some/prefix/", 200),
    ],
)
def test_other_paths_and_methods(running: Running, method: str, path: str, status: int) -> None:
    assert HTTP.request(method, running.url + path, body=b"x" if method == "POST" else None).status == status


HEAD = b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n"
RAW = {
    "no length": (HEAD + b"\r\n", 411),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
    "chunks and a length": (HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 411),
    "a negative length": (HEAD + b"Content-Length: -1\r\n\r\n", 400),
    "a length in words": (HEAD + b"Content-Length: many\r\n\r\n", 400),
    "too much": (HEAD + f"Content-Length: {MAXIMUM_BYTES + 1}\r\n\r\n".encode(), 413),
    "far too much": (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
    "garbage": (b"\x00\x01\x02\r\n\r\n", 400),
}


@pytest.mark.parametrize("trick", RAW)
def test_what_is_hardly_http_is_refused_and_hung_up(running: Running, trick: str) -> None:
    sent, status = RAW[trick]
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(sent)
        answer = b""
        while chunk := connection.recv(4096):
            answer += chunk
    assert str(status).encode() in answer
    assert show(running, 0, 7).status == 200


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "witness.key"
    made = run("init", "--name", NAME, "--key-file", path)
    assert made.returncode == 0
    assert CosignerKey.decode(made.stdout).name == NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    assert made.stdout.split("+", 2)[2].strip().encode() not in before
    again = run("init", "--name", NAME, "--key-file", path)
    assert (again.returncode, again.stderr) == (2, f"{path} is there already, not overwritten\n")
    assert path.read_bytes() == before


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "http", "8\n"])
def test_a_port_that_is_none_is_refused_in_a_sentence(tmp_path: Path, port: str) -> None:
    arguments = "--key-file", tmp_path / "key", "--state", tmp_path / "state", "--log", TRUE.key.encode()
    refused = run("serve", *arguments, f"--port={port}")
    assert refused.returncode == 2
    assert "a port is a number from 0 to 65535" in refused.stderr


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\nbreak"])
def test_a_name_that_no_key_can_have_makes_no_file(tmp_path: Path, name: str) -> None:
    assert run("init", "--name", name, "--key-file", tmp_path / "key").returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["readable", "garbage", "another name", "another key", "absent"])
def test_without_a_good_key_it_does_not_serve(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "key"
    if damage != "absent":
        run("init", "--name", NAME, "--key-file", path)
        text = path.read_text()
        changed = {
            "garbage": "garbage",
            "another name": text.replace("w1", "w2"),
            "another key": text[:-9] + "AAAAAAA=\n",
        }
        path.write_text(changed.get(damage, text))
        path.chmod(0o644 if damage == "readable" else 0o600)
    arguments = "--state", tmp_path / "state", "--port", "0", "--log", TRUE.key.encode()
    refused = run("serve", "--key-file", path, *arguments)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
