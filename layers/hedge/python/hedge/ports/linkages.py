"""Where the links between orders and contracts are kept."""

from collections.abc import Sequence
from typing import Protocol

from hedge.model.contract import HedgeContract
from hedge.model.linkage import Linkage
from hedge.model.order import Order
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page


class Linkages(Protocol):
    def find(self, linkage_id: str) -> Linkage | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def listed(self, after: str | None, limit: int) -> Page[Linkage]:
        """All that were ever made, in the order of their ids. Raises BadPositionError, StoreUnavailableError."""
        ...

    def adding(self, linkage: Linkage, order: Order, contract: HedgeContract) -> Sequence[StateWrite]:
        """The writes that make one, and count it on both sides and in the live portfolio.

        On condition that the order is live, has so much left and is linked to no more than `MOST_LINKED` contracts,
        and that the contract still has its version.
        """
        ...
