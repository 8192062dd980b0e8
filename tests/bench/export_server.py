"""What an export function talks to, by loopback from a process of its own: S3 over a folder, and rows of DynamoDB.

So a read costs a request, and the memory of what is kept is not that of who reads it. Answers as AWS does to what the
product's adapters ask, and to nothing else.
"""

import json
import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

Rows = Callable[[], Mapping[str, str]]
"""By event id the item as DynamoDB's JSON; read in the server's own process."""

_STARTED = (
    '<?xml version="1.0"?><InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>'
)
_COMPLETED = '<?xml version="1.0"?><CompleteMultipartUploadResult><ETag>"0"</ETag></CompleteMultipartUploadResult>'


@contextmanager
def export_server(root: Path, rows: Rows) -> Iterator[str]:
    """Serve the folders below `root` as buckets; gives the address, ends the process afterwards."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(root, rows, theirs), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        server.terminate()
        server.join(10)


def _serve(root: Path, read_rows: Rows, ready: Connection) -> None:
    rows = read_rows()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # One packet an answer: else each waits for the acknowledgement of its headers.
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            path = root / urlsplit(self.path).path.lstrip("/")
            self._answer(path.read_bytes() if path.is_file() else None)

        def do_PUT(self) -> None:
            parts = urlsplit(self.path)
            path, query = root / parts.path.lstrip("/"), parse_qs(parts.query)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Parts come one after the other, each after the one before.
            is_further = int(query.get("partNumber", ["1"])[0]) > 1
            with path.open("ab" if is_further else "wb") as file:
                file.write(self._received())
            self._answer(b"")

        def do_POST(self) -> None:
            asked = self._received()
            if "X-Amz-Target" in self.headers:
                self._answer(_batch(rows, json.loads(asked)))
            else:
                self._answer((_STARTED if urlsplit(self.path).query == "uploads" else _COMPLETED).encode())

        def _received(self) -> bytes:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            return _unchunked(content) if "aws-chunked" in self.headers.get("Content-Encoding", "") else content

        def _answer(self, content: bytes | None) -> None:
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.send_header("ETag", '"0"')
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            """A line for each request would be most of the work."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        ready.send(server.server_address[1])
        server.serve_forever()


def _batch(
    rows: Mapping[str, str], asked: Mapping[str, Mapping[str, Mapping[str, list[dict[str, dict[str, str]]]]]]
) -> bytes:
    """The answer to BatchGetItem on one table, by the key `id`."""
    [(table, wanted)] = asked["RequestItems"].items()
    found = ",".join(rows[key["id"]["S"]] for key in wanted["Keys"])
    return f'{{"Responses":{{{json.dumps(table)}:[{found}]}},"UnprocessedKeys":{{}}}}'.encode()


def _unchunked(content: bytes) -> bytes:
    """What chunks of aws-chunked hold: each after a line with its length in hexadecimal digits."""
    pieces, at = list[bytes](), 0
    while True:
        end = content.index(b"\r\n", at)
        length = int(content[at:end].split(b";")[0], 16)
        if not length:
            return b"".join(pieces)
        pieces.append(content[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
