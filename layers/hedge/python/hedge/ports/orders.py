"""Where orders are kept."""

from collections.abc import Collection, Sequence
from typing import Protocol

from hedge.model.contract import HedgeContract
from hedge.model.order import Order
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page


class Orders(Protocol):
    def find(self, order_id: str) -> Order | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def listed(self, after: str | None, limit: int) -> Page[Order]:
        """Live and archived ones, in the order of their ids. Raises BadPositionError, StoreUnavailableError."""
        ...

    def hedged_by(self, order_id: str) -> Collection[str]:
        """Ids of the open contracts that it is linked to, by a consistent read. Raises StoreUnavailableError."""
        ...

    def adding(self, order: Order) -> Sequence[StateWrite]:
        """The writes that make one and bring it into the live portfolio, on condition that its id is free."""
        ...

    def archiving(self, order: Order, contracts: Sequence[HedgeContract], at: int) -> Sequence[StateWrite]:
        """The writes that archive one at a moment (ms since 1970) and take it out of the live portfolio.

        `contracts` are those that it is linked to; what it took of them is released. All of it on condition that the
        order and each of them still have their versions.
        """
        ...
