"""The log's HTTP client against witnesses that answer too much, too slowly, elsewhere, or nothing at all."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from lacre.aws import witness_client
from lacre.aws.witness_client import MAXIMUM_BYTES, HttpWitnessClient
from lacre.ports.witnessing import Reply, WitnessAwayError

Talk = Callable[[socket.socket], None]


@contextlib.contextmanager
def talking(talk: Talk) -> Iterator[str]:
    """A server that reads one request and then talks as it likes, until its peer hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    talk(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(20)


def answer(*lines: str, body: bytes = b"") -> bytes:
    return "\r\n".join([*lines, "", ""]).encode() + body


OK = "HTTP/1.1 200 OK"


def test_an_answer_is_brought_as_it_is() -> None:
    sent = answer("HTTP/1.1 409 Conflict", "Content-Type: text/x.tlog.size", "Content-Length: 2", body=b"7\n")
    with talking(lambda connection: connection.sendall(sent)) as url:
        assert HttpWitnessClient().add_checkpoint(url, b"x") == Reply(409, "text/x.tlog.size", b"7\n")


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    sent = answer("HTTP/1.1 307 Elsewhere", "Location: http://192.0.2.1/", "Content-Length: 0")
    with talking(lambda connection: connection.sendall(sent)) as url:
        assert HttpWitnessClient().add_checkpoint(url, b"x").status == 307


def test_packed_answers_are_not_unpacked() -> None:
    sent = answer(OK, "Content-Encoding: gzip", "Content-Length: 3", body=b"abc")
    with talking(lambda connection: connection.sendall(sent)) as url:
        assert HttpWitnessClient().add_checkpoint(url, b"x").body == b"abc"


def endlessly(connection: socket.socket) -> None:
    connection.sendall(answer(OK))
    while True:
        connection.sendall(b"x" * 4096)


def drop_by_drop(connection: socket.socket) -> None:
    connection.sendall(answer(OK))
    stop = threading.Event()
    while not stop.wait(0.05):
        connection.sendall(b"x")


def silently(connection: socket.socket) -> None:
    connection.recv(1)


AWAY: dict[str, Talk] = {
    "endless": endlessly,
    "drop by drop": drop_by_drop,
    "silent": silently,
    "hangs up": lambda connection: connection.close(),
    "no HTTP": lambda connection: connection.sendall(b"hello\r\n\r\n"),
    "cut off": lambda connection: connection.sendall(answer(OK, "Content-Length: 100", body=b"short")),
    "too long": lambda connection: connection.sendall(
        answer(OK, f"Content-Length: {MAXIMUM_BYTES + 1}", body=b"x" * (MAXIMUM_BYTES + 1))
    ),
}


@pytest.mark.parametrize("trick", AWAY)
def test_what_is_no_answer_is_away_within_bounds(trick: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness_client, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(witness_client, "READ_SECONDS", 0.3)
    with talking(AWAY[trick]) as url, pytest.raises(WitnessAwayError):
        HttpWitnessClient().add_checkpoint(url, b"x")


@pytest.mark.parametrize("url", ["http://192.0.2.1", "ftp://127.0.0.1", "", "http://127.0.0.1:1"])
def test_addresses_that_are_not_allowed_or_not_there_are_away(url: str) -> None:
    with pytest.raises(WitnessAwayError):
        HttpWitnessClient().add_checkpoint(url, b"x")
