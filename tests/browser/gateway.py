"""A gateway of the tests' own: HTTP on the loopback interface, handed to applications as API Gateway hands it on.

Everything lies below a path prefix, as on the local AWS: a link that is not relative leads nowhere here.
"""

import asyncio
import base64
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import FastAPI
from mangum import Mangum

PREFIX = "/_aws/execute-api/lacre/live"


@contextmanager
def gateway(routes: Mapping[str, FastAPI]) -> Iterator[str]:
    """Serve each application below its path (the longest that fits); gives the address, prefix included."""
    handlers = {path: Mangum(app, lifespan="off") for path, app in routes.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            url = urlsplit(self.path)
            path = url.path.removeprefix(PREFIX)
            fitting = [one for one in handlers if path.startswith(one)]
            if not fitting or path == url.path:
                self.send_error(404)
                return
            given = _called(handlers[max(fitting, key=len)], event_of(self, path, url.query, body))
            content = base64.b64decode(given["body"]) if given["isBase64Encoded"] else given["body"].encode()
            self.send_response(given["statusCode"])
            for name, values in _headers(given).items():
                for value in values:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 - the names are http.server's

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _called(handler: Mangum, event: dict[str, Any]) -> dict[str, Any]:
    # Mangum takes the thread's own loop, which only a main thread has from the start.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        return handler(event, SimpleNamespace())
    finally:
        asyncio.set_event_loop(None)
        loop.close()


def event_of(request: BaseHTTPRequestHandler, path: str, query: str, body: bytes) -> dict[str, Any]:
    """The request as a REST API's proxy integration tells it (payload format 1.0)."""
    pairs = parse_qsl(query, keep_blank_values=True)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return {
        "resource": path,
        "path": path,
        "httpMethod": request.command,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(pairs) or None,
        "multiValueQueryStringParameters": _many(pairs) or None,
        "requestContext": {"identity": {"sourceIp": "192.0.2.44"}, "stage": "live", "path": request.path},
        "body": body.decode() or None,
        "isBase64Encoded": False,
    }


def _many(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _headers(answer: Mapping[str, Any]) -> dict[str, list[str]]:
    many: dict[str, list[str]] = answer["multiValueHeaders"]
    one = {name: [value] for name, value in answer["headers"].items() if name not in many and name != "content-length"}
    return {**one, **{name: values for name, values in many.items() if name != "content-length"}}
