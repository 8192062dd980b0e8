"""Where an event waits while its table is away."""

from dataclasses import dataclass
from typing import Protocol

from lacre.model.draft import Draft


class OutageLane(Protocol):
    def put(self, draft: Draft) -> None:
        """Keep a draft durably until the table is back; it is composed and receipted then.

        Raises StoreUnavailableError when the lane is away too.
        """
        ...


@dataclass(frozen=True)
class Waiting:
    """One message of the lane: the handle that acknowledges it, and its draft, or None if it holds none."""

    handle: str
    draft: Draft | None


class OutageBacklog(Protocol):
    def drain(self, batch: int) -> list[Waiting]:
        """At most `batch`, and at most ten, of what waits; none when nothing waits.

        What is not acknowledged comes again minutes later. Every draft has its id, so that recording one that comes
        twice raises DuplicateEventError: acknowledge it then. Raises StoreUnavailableError.
        """
        ...

    def ack(self, handle: str) -> None:
        """After the draft is recorded. Raises StoreUnavailableError."""
        ...
