"""Where an event waits while its table is away."""

from typing import Protocol

from lacre.model.draft import Draft


class OutageLane(Protocol):
    def put(self, draft: Draft) -> None:
        """Keep a draft durably until the table is back; it is composed and receipted then.

        Raises StoreUnavailableError when the lane is away too.
        """
        ...


class OutageBacklog(Protocol):
    def drain(self, batch: int) -> list[tuple[str, Draft]]:
        """At most `batch` waiting drafts, each with a handle; one that is not acknowledged comes again.

        Every draft has its id, so that recording one that comes twice raises DuplicateEventError: acknowledge it then.
        Raises StoreUnavailableError.
        """
        ...

    def ack(self, handle: str) -> None:
        """After the draft is recorded. Raises StoreUnavailableError."""
        ...
