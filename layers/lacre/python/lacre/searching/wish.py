"""What to gather, and what was gathered of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.model.filters import Selection
from lacre.ports.rows import Entry, entry_position
from lacre.searching.plan import Plan
from lacre.searching.sieve import Judged


@dataclass(frozen=True)
class Wish:
    """The entries between the positions `low` and `high` (exclusive) that match.

    Those before `settled` are paged over, `limit` at a time; what stands after it is the newest, and is shown apart.
    """

    plan: Plan
    low: str
    settled: str
    high: str
    ascending: bool
    limit: int
    selection: Selection


@dataclass
class Gathered:
    """The matches in order. Everything was looked at from where the wish begins to `reached`.

    `scanned` counts what is settled alone, `looked_at` everything.
    """

    wish: Wish
    reached: str
    found: list[Entry] = field(default_factory=list)
    newest: list[Entry] = field(default_factory=list)
    scanned: int = 0
    looked_at: int = 0
    is_cut: bool = False

    @classmethod
    def nothing(cls, wish: Wish) -> "Gathered":
        return cls(wish, wish.low if wish.ascending else wish.high)

    @property
    def position(self) -> str:
        """Up to where what is settled was looked at."""
        return min(self.reached, self.wish.settled)

    @property
    def is_exhausted(self) -> bool:
        """Whether nothing is left of what is settled."""
        return self.reached >= self.wish.settled if self.wish.ascending else self.position <= self.wish.low

    @property
    def has_more_newest(self) -> bool:
        """Whether more of the newest match, or may match, than there are here, where they are shown at all."""
        wish = self.wish
        if wish.ascending:
            return self.is_exhausted and (self.is_cut or self.reached < wish.high)
        return self.is_cut or self.reached > max(wish.settled, wish.low)

    @property
    def is_enough(self) -> bool:
        if self.wish.ascending and self.is_exhausted:
            return self.is_cut
        return len(self.found) == self.wish.limit

    def take(self, judged: Sequence[Judged]) -> bool:
        """What of them matches; true when one more matches than fits: then the page ends before that one."""
        self.looked_at += len(judged)
        seen = self.scanned
        for entry, found in judged:
            if entry_position(entry) > self.wish.settled:
                self._show(found)
                continue
            seen += 1
            if found is None:
                continue
            if len(self.found) == self.wish.limit:
                self.reached = entry_position(self.found[-1])
                return True
            self.found.append(found)
            self.scanned = seen
        self.scanned = seen
        return False

    def _show(self, found: Entry | None) -> None:
        if found is None:
            return
        if len(self.newest) < self.wish.limit:
            self.newest.append(found)
        else:
            self.is_cut = True
