"""Peers that send a byte now and then for ever: no timeout of a socket ends that, and whoever asked goes on in time."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice

import pytest

from lacre.aws.timestamp_authority import HttpTimestampAuthority
from lacre.aws.witness_client import HttpWitnessClient
from lacre.ports.timestamping import AuthorityUnavailableError
from lacre.witnessing.submission import Outcome
from lacre.witnessing.witness_list import WitnessAt
from tests.unit.witnessing.published import NAMES, Published

WITHIN_S = 0.3
EVERY_S = 0.02
MOST_DROPS = 400
"""So that a client which would listen for ever fails its test instead of holding it up."""

HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\n"
CHUNKED = HEADERS + b"Transfer-Encoding: chunked\r\n\r\n"
TRICKS = {
    "status line": (b"HTTP/1.1 200 ", b"O"),
    "one header": (HEADERS + b"X-Long: ", b"x"),
    "headers": (HEADERS, b"X-Many: x\r\n"),
    "100 Continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "size of a chunk": (CHUNKED, b"0"),
    "extension of a chunk": (CHUNKED + b"1;", b"x"),
    "chunks": (CHUNKED, b"1\r\nx\r\n"),
    "trailers": (CHUNKED + b"0\r\n", b"X-Late: x\r\n"),
    "body": (HEADERS + b"Content-Length: 60000\r\n\r\n", b"x"),
    "body without end": (HEADERS + b"\r\n", b"x"),
}


@dataclass
class Peer:
    url: str
    fell: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    ended: threading.Event = field(default_factory=threading.Event)

    def drip(self, listener: socket.socket, begun: bytes, repeated: bytes) -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(begun)
                for drop in islice(cycle(repeated), MOST_DROPS):
                    connection.sendall(bytes([drop]))
                    self.fell.release()
                    if self.ended.wait(EVERY_S):
                        break

    def goes_on(self) -> bool:
        """Whether somebody still listens, and another drop falls from now on."""
        while self.fell.acquire(blocking=False):
            pass
        return all(self.fell.acquire(timeout=5) for _ in range(3))


@pytest.fixture(params=TRICKS)
def peer(request: pytest.FixtureRequest) -> Iterator[Peer]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        made = Peer(f"http://127.0.0.1:{listener.getsockname()[1]}")
        thread = threading.Thread(target=made.drip, args=(listener, *TRICKS[request.param]))
        thread.start()
        try:
            yield made
        finally:
            made.ended.set()
            thread.join()


def test_a_timestamp_authority_that_drips_is_given_up(peer: Peer) -> None:
    with pytest.raises(AuthorityUnavailableError, match="too slow"):
        HttpTimestampAuthority(peer.url, answered_within_s=WITHIN_S).answer(b"\x30")
    assert peer.goes_on()


def test_a_witness_that_drips_is_left_behind(peer: Peer) -> None:
    log = Published()
    log.grow(7)
    log.submission.within_s = WITHIN_S
    log.submission.client = HttpWitnessClient()
    log.submission.witnesses = lambda: [WitnessAt(log.first().witness.key, peer.url)]
    outcome = log.submit()
    assert [(one.name, one.reason) for one in outcome.unanswered] == [(NAMES[0], "it did not come to an end in time")]
    assert outcome == Outcome(unanswered=outcome.unanswered)
    assert log.log.objects["checkpoint"] == log.note()
    assert peer.goes_on()
