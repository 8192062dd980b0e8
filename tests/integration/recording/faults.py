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


def cancelled(*codes: str) -> Answer:
    """A transaction's refusal, with a reason for each of its items."""
    return refusal("TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


@contextmanager
def refused(client: Any, operation: str, answers: Iterator[Answer | None]) -> Iterator[None]:
    """Each call of the operation gets the next answer in place of AWS's; None, or no more of them: AWS's own."""
    with _on(client, f"before-call.dynamodb.{operation}", lambda **_: next(answers, None)):
        yield


@contextmanager
def cut_off(client: Any, operation: str, times: int = 1) -> Iterator[list[str]]:
    """The operation's first calls reach the table, and their answers are lost; the list has one entry for each call."""
    calls: list[str] = []

    def lose(event_name: str, request: Any, **_: object) -> None:
        if not event_name.endswith(f".{operation}"):
            return
        calls.append(operation)
        if len(calls) <= times:
            raise ConnectionClosedError(endpoint_url=request.url, request=request, response=None)

    # boto3 asks the handlers of an operation before those of all: moto answers as one of all, and has written then.
    with _on(client, "before-send", lose):
        yield calls


@contextmanager
def _on(client: Any, event: str, handler: Callable[..., object]) -> Iterator[None]:
    client.meta.events.register_last(event, handler)
    try:
        yield
    finally:
        client.meta.events.unregister(event, handler)
