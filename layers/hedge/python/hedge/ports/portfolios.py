"""The live portfolio."""

from typing import Protocol

from hedge.model.portfolio import Portfolio


class Portfolios(Protocol):
    def live(self) -> Portfolio:
        """The orders that live and the contracts that are open, by consistent reads. Raises StoreUnavailableError.

        An order's `linked` is what these contracts take of it; its version is not told.
        """
        ...
