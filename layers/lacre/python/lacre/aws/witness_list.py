"""Lists in SSM parameters, read again after five minutes: the log's witnesses, and the logs that a witness knows."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from lacre.aws.failures import store_failures
from lacre.tlog.note import VerifierKey
from lacre.witnessing.known_logs import read_known_logs
from lacre.witnessing.witness_list import WitnessAt, read_witness_list

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

T = TypeVar("T")

CACHED_SECONDS = 300


class ListParameter(Generic[T]):
    """Calling it gives the list. A text that is none raises what `read` raises, and is not remembered."""

    def __init__(self, client: "SSMClient", name: str, read: Callable[[str], T]) -> None:
        self._client = client
        self._name = name
        self._read = read
        self._held: tuple[float, T] | None = None

    def __call__(self) -> T:
        """Raises StoreUnavailableError."""
        if self._held is None or time.monotonic() - self._held[0] >= CACHED_SECONDS:
            with store_failures("parameter"):
                answer = self._client.get_parameter(Name=self._name)
            self._held = (time.monotonic(), self._read(answer["Parameter"]["Value"]))
        return self._held[1]


def witnesses_in(client: "SSMClient", name: str) -> Callable[[], Sequence[WitnessAt]]:
    """The witnesses that the log asks: `<vkey> <url>` a line. Raises WitnessListError, StoreUnavailableError."""
    return ListParameter(client, name, read_witness_list)


def logs_in(client: "SSMClient", name: str) -> Callable[[], Mapping[str, Sequence[VerifierKey]]]:
    """The logs that a witness knows: a vkey a line. Raises KnownLogsError, StoreUnavailableError."""
    return ListParameter(client, name, read_known_logs)
