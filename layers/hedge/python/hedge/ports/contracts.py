"""Where hedge contracts are kept."""

from collections.abc import Collection, Sequence
from typing import Protocol

from hedge.model.contract import HedgeContract, Status
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page


class Contracts(Protocol):
    def find(self, contract_id: str) -> HedgeContract | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def found(self, contract_ids: Collection[str]) -> Sequence[HedgeContract]:
        """Those that exist, in the order of their ids, by consistent reads. Raises StoreUnavailableError."""
        ...

    def known(self, contract_ids: Collection[str]) -> set[str]:
        """Which of the ids are taken, by consistent reads. Raises StoreUnavailableError."""
        ...

    def listed(self, after: str | None, limit: int) -> Page[HedgeContract]:
        """All of them, in the order of their ids. Raises BadPositionError, StoreUnavailableError."""
        ...

    def adding(self, contract: HedgeContract) -> Sequence[StateWrite]:
        """The writes that make one and bring it into the live portfolio, on condition that its id is free."""
        ...

    def closing(self, contract: HedgeContract, status: Status) -> Sequence[StateWrite]:
        """The writes that settle or cancel an open one: `transitions.closed`.

        It leaves the live portfolio, and what its links took of their orders is released. All of it on condition
        that the contract still has its version.
        """
        ...

    def archiving(self, contract: HedgeContract, at: int) -> Sequence[StateWrite]:
        """The same for archiving one, open or closed, at a moment (ms since 1970): `transitions.archived_contract`."""
        ...
