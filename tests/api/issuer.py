"""An issuer that serves the keys of access tokens."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from identity.aws.kms_token_signer import KmsTokenSigner
from identity.model.access_token import public_jwk
from tests.fakes.kms import TOKEN_KEY, LocalKms


def token_signer() -> KmsTokenSigner:
    kms: Any = LocalKms()
    return KmsTokenSigner(kms, TOKEN_KEY)


class _Issuer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        published = json.dumps({"keys": [public_jwk(token_signer().public_key)]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(published)))
        self.end_headers()
        self.wfile.write(published)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def issuing() -> Iterator[str]:
    """The address where the keys are."""
    server = HTTPServer(("127.0.0.1", 0), _Issuer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/.well-known/jwks.json"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
