"""The gateway in front of a handler: golden payloads in, answers out."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PAYLOADS = Path(__file__).parents[3] / "events" / "http"
GOLDEN_ID = "01a1ee56-5e00-75b1-a522-4a58b791df00"
"""The id in the paths of golden payloads."""

Handler = Callable[[Mapping[str, Any], object], Mapping[str, Any]]


class Context:
    """What Lambda tells a function of its call."""

    aws_request_id = "0b1c2d3e-4f50-4617-8293-a4b5c6d7e8f9"
    function_name = "tested"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def payload(
    name: str,
    *,
    token: str | None = None,
    key: str | None = None,
    entity: str | None = None,
    body: object = ...,
    address: str | None = None,
) -> dict[str, Any]:
    """A golden payload with another token, API key, entity id, body or caller's address in it."""
    event: dict[str, Any] = json.loads(_text(name))
    for placeholder, own in (("TOKEN", token), ("KEY", key)):
        if own is not None:
            _replace_in_headers(event, placeholder, own)
    if entity is not None:
        event["path"] = event["path"].replace(GOLDEN_ID, entity)
        event["pathParameters"] = {"proxy": event["pathParameters"]["proxy"].replace(GOLDEN_ID, entity)}
    if body is not ...:
        event["body"] = body if isinstance(body, str) else json.dumps(body)
        event["isBase64Encoded"] = False
    if address is not None:
        event["requestContext"]["identity"]["sourceIp"] = address
    return event


@cache
def _text(name: str) -> str:
    return (PAYLOADS / f"{name}.json").read_text()


def call(handler: Handler, event: Mapping[str, Any]) -> Answer:
    answer = handler(event, Context())
    assert not answer["isBase64Encoded"], "texts go out as they are, problem details too"
    several = {name: values[-1] for name, values in answer.get("multiValueHeaders", {}).items()}
    headers = {name.lower(): value for name, value in {**answer["headers"], **several}.items()}
    return Answer(answer["statusCode"], headers, answer["body"])


def _replace_in_headers(event: dict[str, Any], old: str, new: str) -> None:
    for name, value in event["headers"].items():
        event["headers"][name] = value.replace(old, new)
        event["multiValueHeaders"][name] = [event["headers"][name]]
