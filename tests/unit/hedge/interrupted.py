"""A packed ledger in whose calls something else happens, before or after each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from hedge.ports.packing import Directory, FreshRow, Lines, PackedLedger

R = TypeVar("R")
Interruption = Callable[[int], None]
When = Literal["before", "after"]


def nothing(_: int) -> None:
    """Happens."""


class KilledError(Exception):
    """The process ended here."""


@dataclass
class Interrupted:
    """`hedge.ports.packing.PackedLedger`. Its calls are numbered from 1, deletions are two; `asked` are pages' ids."""

    ledger: PackedLedger
    before: Interruption = nothing
    after: Interruption = nothing
    calls: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def fresh(self, low: str, high: str, limit: int) -> Sequence[FreshRow]:
        return self._at("fresh", lambda: self.ledger.fresh(low, high, limit))

    def directory(self) -> Directory:
        return self._at("directory", self.ledger.directory)

    def pages(self, page_ids: Sequence[str]) -> Mapping[str, Lines]:
        self.asked += page_ids
        return self._at("pages", lambda: self.ledger.pages(page_ids))

    def replace(self, before: Directory, after: Directory, made: Mapping[str, Lines]) -> None:
        self._at("replace", lambda: self.ledger.replace(before, after, made))

    def forget(self, positions: Sequence[str]) -> None:
        half = len(positions) // 2
        self._at("forget", lambda: self.ledger.forget(positions[:half]))
        self._at("forget", lambda: self.ledger.forget(positions[half:]))

    def _at(self, name: str, call: Callable[[], R]) -> R:
        self.calls.append(name)
        number = len(self.calls)
        self.before(number)
        answer = call()
        self.after(number)
        return answer


def at_call(ledger: PackedLedger, step: int, when: When, happens: Callable[[], object]) -> Interrupted:
    """Where something happens at one call, and at no other."""

    def interrupt(number: int) -> None:
        if number == step:
            happens()

    return Interrupted(ledger, before=interrupt) if when == "before" else Interrupted(ledger, after=interrupt)


def killed() -> None:
    raise KilledError
