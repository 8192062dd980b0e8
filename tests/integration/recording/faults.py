"""Faults of AWS, injected into boto3: refusals before a call leaves, and answers cut off after the write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from botocore.exceptions import ConnectionClosedError


class Answered:
    """As much of an HTTP answer as boto3 looks at."""

    def __init__(self, status: int) -> None:
        self.status_code = status
        self.headers: dict[str, str] = {}


Answer = tuple[Answered, dict[str, Any]]


def refusal(code: str, **fields: Any) -> Answer:
    """An error answer of DynamoDB."""
    return Answered(HTTPStatus.BAD_REQUEST), {"Error": {"Code": code, "Message": "injected"}, **fields}


@contextmanager
def refused(client: Any, operation: str, answers: Iterator[Answer | None]) -> Iterator[None]:
    """Each call of the operation gets the next answer in place of AWS's; None, or no more of them: AWS's own."""
    with _on(client, f"before-call.dynamodb.{operation}", lambda **_: next(answers, None)):
        yield


@contextmanager
def cut_off(client: Any, operation: str) -> Iterator[list[str]]:
    """The operation's first call reaches the table, and its answer is lost; gives the number of calls by its length."""
    calls: list[str] = []

    def lose(request: Any, **_: object) -> None:
        calls.append(operation)
        if len(calls) == 1:
            raise ConnectionClosedError(endpoint_url=request.url, request=request, response=None)

    with _on(client, f"before-send.dynamodb.{operation}", lose):
        yield calls


@contextmanager
def _on(client: Any, event: str, handler: Callable[..., object]) -> Iterator[None]:
    # Last: moto, which answers on the same event, has written by then.
    client.meta.events.register_last(event, handler)
    try:
        yield
    finally:
        client.meta.events.unregister(event, handler)
