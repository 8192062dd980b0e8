"""A witness over HTTP/1.1, with connections kept open as tlog-witness wants them."""

import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from lacre.witnessing.answer import Answer
from lacre.witnessing.request import MAXIMUM_BYTES
from lacre.witnessing.routes import answer
from lacre.witnessing.statuses import BAD_REQUEST, LENGTH_REQUIRED, TOO_LARGE
from lacre.witnessing.witness import Witness

_IDLE_SECONDS = 5


class WitnessServer(ThreadingHTTPServer):
    """Closing it waits for requests that are being answered."""

    daemon_threads = False

    def __init__(self, witness: Witness, host: str, port: int) -> None:
        self.witness = witness
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"


def serve(witness: Witness, host: str, port: int) -> None:
    """Answers until SIGTERM or SIGINT. The first line on stdout is its address, the second its verifier key."""
    with WitnessServer(witness, host, port) as server:

        def stop(_: int, __: Any) -> None:
            # Asked of itself, a server would wait for itself.
            threading.Thread(target=server.shutdown).start()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        print(server.url, witness.key.encode(), sep="\n", flush=True)
        server.serve_forever()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: WitnessServer
    timeout = _IDLE_SECONDS

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self._body()
        if isinstance(body, Answer):
            # What was sent and not read would be taken for the next request.
            self.close_connection = True
            self._send(body)
        else:
            self._send(answer(self.server.witness, self.command, urlsplit(self.path).path, body))

    def _body(self) -> bytes | Answer:
        length = self.headers.get("Content-Length", "0" if self.command == "GET" else "")
        if "Transfer-Encoding" in self.headers or not length:
            return Answer(LENGTH_REQUIRED, "say how long the request is\n")
        if not (length.isascii() and length.isdigit()):
            return Answer(BAD_REQUEST, "the request's length is no number\n")
        if len(length) > len(str(MAXIMUM_BYTES)) or int(length) > MAXIMUM_BYTES:
            return Answer(TOO_LARGE, "the request is too large\n")
        body = self.rfile.read(int(length))
        return body if len(body) == int(length) else Answer(BAD_REQUEST, "the request is cut off\n")

    def _send(self, told: Answer) -> None:
        if told.is_fork:
            sys.stderr.write(f"evidence against a log is kept: {told.kept}\n")
        if told.fault:
            sys.stderr.write(f"{told.fault}\n")
        content = told.body.encode()
        self.send_response(told.status)
        self.send_header("Content-Type", told.content_type)
        self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def version_string(self) -> str:
        return "lacre-witness"

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's name
        # Without the caller's address: a witness needs to know none.
        sys.stderr.write(f"{format % arguments}\n")
