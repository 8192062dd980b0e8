"""The function that seals, called with the ids of what its stream lost."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from lacre.aws.failures import store_failures
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.reconciling import Fed

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


def invoking() -> "LambdaClient":
    """A client that waits as long as the function may take, and never asks twice: the next run does."""
    return boto3.client("lambda", config=Config(connect_timeout=2, read_timeout=65, retries={"total_max_attempts": 1}))


class ArchiveFunction:
    """`Feeder` on Lambda: a synchronous call of the archive function."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        self._client = client
        self._function = function

    def feed(self, event_ids: Sequence[str]) -> Fed:
        payload = json.dumps({"unsealed": list(event_ids)}).encode()
        with store_failures("archive function"):
            answer = self._client.invoke(FunctionName=self._function, InvocationType="RequestResponse", Payload=payload)
            content = answer["Payload"].read()
        if answer.get("FunctionError"):
            raise StoreUnavailableError(f"archive function: {answer['FunctionError']}")
        return _fed(content)


def _fed(content: bytes) -> Fed:
    try:
        answer: dict[str, Any] = json.loads(content)
        return Fed(int(answer["sealed"]), [*map(str, answer["absent"])], [*map(str, answer["unreadable"])])
    except (ValueError, KeyError, TypeError):
        raise StoreUnavailableError("archive function: an answer that is none") from None
