"""An authority over HTTP: `openssl ts` behind a loopback server, and servers that misbehave."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from lacre.aws.ambient import SystemClock
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.timestamp_authority import MAXIMUM_BYTES, HttpTimestampAuthority, UnsafeAddressError
from lacre.ports.timestamping import AuthorityUnavailableError
from lacre.timestamping.stamp_day import StampDay
from lacre.tlog.checkpoint import checkpoint_name
from lacre.verifying.timestamps import check_timestamps
from lacre.verifying.verdict import Findings, Verdict
from tests.fakes.crash import Steps
from tests.fakes.sealing import MemoryHeads
from tests.fakes.timestamp_authority import OpenSslAuthority
from tests.unit.timestamping.test_check_timestamps import MemoryCopy

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]
REPLY = "application/timestamp-reply"


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """The address of a loopback server that answers each POST so."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the inherited name
            """Nothing: the test tells what went wrong."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/stamp"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, content: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in ({"Content-Type": REPLY} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def test_a_day_is_stamped_over_http_and_the_copy_verifies(tmp_path: Path) -> None:
    assert shutil.which("openssl"), "this test needs the openssl command: install it"
    authority = OpenSslAuthority(tmp_path)

    def stamp(handler: BaseHTTPRequestHandler, request: bytes) -> None:
        assert handler.headers["Content-Type"] == "application/timestamp-query"
        send(handler, authority.answer(request))

    note = b"lacre.example.com/test\n7\n...\n"
    with mock_aws(), serving(stamp) as url:
        s3 = boto3.client("s3")
        place = {"LocationConstraint": "eu-west-1"}
        s3.create_bucket(Bucket="archive", CreateBucketConfiguration=place)  # type: ignore[arg-type]  # a literal
        archive = ArchiveBucket(s3, "archive")
        archive.put(checkpoint_name(7), note, {})
        heads = MemoryHeads(Steps())
        assert heads.advance(heads.head, type(heads.head)(size=7, published=7))
        stamp_day = StampDay(heads, archive, HttpTimestampAuthority(url), SystemClock())
        assert [stamp_day.run(), stamp_day.run()] == [1, 0]
        (name,) = archive.names("timestamps/", "")
        copy, findings = MemoryCopy({name: archive.get(name)}), Findings()
        facts = check_timestamps(copy, copy.names(), authority.root, {7: note}.get, findings)
        assert (findings.verdict, facts["timestamps"]) == (Verdict.VERIFIED, 1)


def too_large(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    send(handler, b"\x30" * (MAXIMUM_BYTES + 1))


def failing(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    send(handler, b"\x30", 503)


def a_page(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    send(handler, b"<html>", Content_Type="text/html")


def elsewhere(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Followed, this would be answered 200 by the same server."""
    status = 307 if handler.path == "/stamp" else 200
    send(handler, b"\x30", status, Location="/other")


def cut_off(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", REPLY)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"\x30")
    handler.close_connection = True


@pytest.mark.parametrize("answer", [too_large, failing, a_page, elsewhere, cut_off])
def test_what_is_no_answer_of_an_authority_is_refused(answer: Answer) -> None:
    with serving(answer) as url, pytest.raises(AuthorityUnavailableError):
        HttpTimestampAuthority(url).answer(b"\x30")


def test_an_authority_that_never_ends_is_given_up() -> None:
    ended = threading.Event()

    def dripping(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", REPLY)
        handler.end_headers()
        while not ended.wait(0.02):
            try:
                handler.wfile.write(b"\x30")
            except OSError:
                return

    with serving(dripping) as url:
        try:
            with pytest.raises(AuthorityUnavailableError):
                HttpTimestampAuthority(url, answered_within_s=0.3).answer(b"\x30")
        finally:
            ended.set()


def test_an_authority_that_says_nothing_is_given_up() -> None:
    ended = threading.Event()
    with serving(lambda *_: (ended.wait(), None)[1]) as url:
        try:
            with pytest.raises(AuthorityUnavailableError):
                HttpTimestampAuthority(url, answered_within_s=0.3).answer(b"\x30")
        finally:
            ended.set()


def test_nobody_there_is_said() -> None:
    with serving(failing) as url:
        pass
    with pytest.raises(AuthorityUnavailableError):
        HttpTimestampAuthority(url).answer(b"\x30")


@pytest.mark.parametrize(
    "url",
    [
        "http://timestamp.example.com/",
        "http://192.0.2.1/",
        "http://127.0.0.1.example.com/",
        "file:///etc/hosts",
        "ftp://127.0.0.1/",
        "timestamp.example.com",
        "",
    ],
)
def test_only_https_or_this_machine_is_asked(url: str) -> None:
    with pytest.raises(UnsafeAddressError):
        HttpTimestampAuthority(url)


def test_https_and_loopback_may_be_asked() -> None:
    for url in ("https://timestamp.example.com/tsr", "http://127.0.0.1:8318/", "http://[::1]/", "http://localhost/"):
        HttpTimestampAuthority(url)
