"""The queue of exports on SQS: a message is a JSON object of the job's id, whose name tells the kind of job."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures
from lacre.model.identifier import is_uuid

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


EXPORT, DEEP_SEARCH = "job_id", "deep_search_id"


class UnreadableMessageError(ValueError):
    """A message that names no job: nothing can be done with it."""


class ExportsQueue:
    """`ExportQueue` of exports, or of deep searches."""

    def __init__(self, client: "SQSClient", url: str, kind: str = EXPORT) -> None:
        self._client = client
        self._url = url
        self._kind = kind

    def put(self, job_id: str) -> None:
        with store_failures("exports queue"):
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps({self._kind: job_id}))


@dataclass(frozen=True)
class QueuedJob:
    kind: str
    id: str


def job_of(message: str) -> QueuedJob:
    """The job that a message's body names. Raises UnreadableMessageError."""
    try:
        ((kind, job_id),) = json.loads(message).items()
    except (ValueError, AttributeError, RecursionError):
        raise UnreadableMessageError("not a JSON object with a job's id") from None
    if kind not in (EXPORT, DEEP_SEARCH):
        raise UnreadableMessageError("no kind of job that is known")
    if not isinstance(job_id, str) or not is_uuid(job_id):
        raise UnreadableMessageError("the job's id is no UUID")
    return QueuedJob(kind, job_id)
