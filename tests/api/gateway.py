"""Requests as the gateway hands them to a function, and what it sends back."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.integration.http.gateway import Context, Handler, payload

ADDRESS = "192.0.2.44"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def event(self) -> dict[str, Any]:
        """The gateway's event of this request: a golden one, with all that tells one request from another changed."""
        headers = {"Accept": "application/json", "Host": "lacre.example.com", "User-Agent": "lacre-tests/1"}
        headers |= self.headers
        event = payload("identity_read_user")
        event["requestContext"] |= {"httpMethod": self.method, "path": self.path}
        event["requestContext"]["identity"]["sourceIp"] = ADDRESS
        return {
            **event,
            "path": self.path,
            "httpMethod": self.method,
            "headers": headers,
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "queryStringParameters": dict(self.query) or None,
            "multiValueQueryStringParameters": {name: [value] for name, value in self.query.items()} or None,
            "body": base64.b64encode(self.body).decode() if self.body else None,
            "isBase64Encoded": bool(self.body),
        }


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """Of a problem."""
        return str(self.json["code"])

    @property
    def told_code(self) -> str | None:
        """Of a refusal that is a page."""
        found = re.search(r'<p class="code">\d+ <span class="muted">(\w+)</span>', self.content.decode())
        return found and found[1]


def send(handler: Handler, request: Request) -> Answer:
    answer = handler(request.event(), Context())
    several = {name: values[-1] for name, values in answer.get("multiValueHeaders", {}).items()}
    headers = {name.lower(): value for name, value in {**answer["headers"], **several}.items()}
    text = answer["body"]
    content = base64.b64decode(text) if answer["isBase64Encoded"] else text.encode()
    return Answer(answer["statusCode"], headers, content)


def encoded(body: object, *, is_form: bool) -> tuple[bytes, Mapping[str, str]]:
    """A body's bytes and the header that tells their type."""
    if is_form and isinstance(body, dict):
        return urlencode(body).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    return json.dumps(body).encode(), {"Content-Type": "application/json"}
