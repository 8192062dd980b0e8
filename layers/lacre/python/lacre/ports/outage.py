"""Where an event waits while its table is away."""

from typing import Protocol

from lacre.model.draft import Draft


class OutageLane(Protocol):
    def put(self, draft: Draft) -> None:
        """Keep a draft durably until the table is back; it is composed and receipted then.

        Raises StoreUnavailableError when the lane is away too.
        """
        ...
