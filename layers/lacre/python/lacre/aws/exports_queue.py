"""The queue of exports on SQS: a message is a JSON object of the job's id."""

import json
from typing import TYPE_CHECKING

from lacre.aws.failures import store_failures
from lacre.model.identifier import is_uuid

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class UnreadableMessageError(ValueError):
    """A message that names no job: nothing can be done with it."""


class ExportsQueue:
    """`ExportQueue`."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def put(self, job_id: str) -> None:
        with store_failures("exports queue"):
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps({"job_id": job_id}))


def job_id_of(message: str) -> str:
    """The id in a message's body. Raises UnreadableMessageError."""
    try:
        job_id = json.loads(message)["job_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UnreadableMessageError("not a JSON object with a job's id") from None
    if not isinstance(job_id, str) or not is_uuid(job_id):
        raise UnreadableMessageError("the job's id is no UUID")
    return job_id
