"""What botocore and moto do so that a call of DynamoDB could go over a wire, which it does not: here most is left out.

The request is botocore's own, and moto's own handler answers it. Left out are what no answer depends on: a new
signature for each request, the search for the service among all addresses of AWS, and the way through a WSGI client.
"""

from functools import cache
from io import BytesIO
from typing import Any

import pytest
from botocore.signers import RequestSigner
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.request import Request, environ_key_for_header
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

ADDRESS = "https://dynamodb.eu-west-1.amazonaws.com/"
OF_A_SIGNATURE = ("Authorization", "X-Amz-Date", "X-Amz-Security-Token")
_sign = RequestSigner.sign
_process = BotocoreStubber.process_request
_signed: dict[tuple[str, str], dict[str, Any]] = {}


def shorten_wire(patch: pytest.MonkeyPatch) -> None:
    """Until the patch is undone."""
    patch.setattr(RequestSigner, "sign", _sign_once)
    patch.setattr(BotocoreStubber, "process_request", _answer)


def _sign_once(signer: Any, operation_name: str, request: Any, *how: Any, **named: Any) -> None:
    """With the signature of the first request by the same key: moto reads the key in it, and checks nothing."""
    if signer._service_id != "DynamoDB" or how or named:
        _sign(signer, operation_name, request, *how, **named)
        return
    key = (signer._credentials.access_key, signer.region_name)
    if key not in _signed:
        _sign(signer, operation_name, request)
        _signed[key] = {name: request.headers[name] for name in OF_A_SIGNATURE if name in request.headers}
    for name, value in _signed[key].items():
        del request.headers[name]
        request.headers[name] = value


def _answer(stubber: Any, request: Any) -> Any:
    if request.url != ADDRESS:
        return _process(stubber, request)
    body = request.body or b""
    headers = {environ_key_for_header(name): _text(value) for name, value in request.headers.items()}
    own = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    made = Request({**_environment(), **headers, **own})
    try:
        return DynamoHandler.dispatch(made, made.raw_url, made.headers)
    except HTTPException as refused:
        return refused.code, refused.get_headers(), refused.get_body()


@cache
def _environment() -> dict[str, Any]:
    return Request.from_primitives("POST", ADDRESS, {}).environ


def _text(value: bytes | str) -> str:
    return value.decode() if isinstance(value, bytes) else value
