"""A Lambda delivery of the queue of exports, sorted out: the jobs to work off, and the messages that name none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lacre.aws.exports_queue import QueuedJob, UnreadableMessageError, job_of

Message = Mapping[str, Any]


@dataclass(frozen=True)
class Poison:
    """A message, why it names no job, and a name that is the same whenever it comes again."""

    name: str
    message: Message
    reason: str


@dataclass
class Delivery:
    jobs: list[QueuedJob] = field(default_factory=list)
    poison: list[Poison] = field(default_factory=list)


def sort_messages(messages: Sequence[Message]) -> Delivery:
    """Never raises for what a message holds."""
    delivery = Delivery()
    for message in messages:
        try:
            delivery.jobs.append(job_of(message["body"]))
        except UnreadableMessageError as error:
            delivery.poison.append(Poison(f"message/{message['messageId']}", message, str(error)))
    return delivery
