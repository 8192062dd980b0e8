"""What was done, and which events that has to have left."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts by what was done and by code; knows the correlation id of every answer. For several threads."""

    done: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    correlations: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, what: str, codes: Iterable[str], correlation: str) -> None:
        """One thing that was done, and the events that it leaves: under the correlation id of its answer."""
        with self._lock:
            self.done[what] += 1
            self.codes.update(codes)
            self.correlations.add(correlation)

    def done_table(self) -> str:
        """A line for each thing that was done, in the order in which it first was."""
        return "".join(f"  {count:5d}  {what}\n" for what, count in self.done.items())

    def codes_table(self, found: Mapping[str, int]) -> str:
        """A line for each code: how many events were expected, and how many there are."""
        codes = sorted(self.codes.keys() | found.keys())
        rows = (
            f"  {code:<30}{self.codes[code]:8d}  {found.get(code, 0):5d}{self._mark(code, found)}" for code in codes
        )
        return "\n".join([f"  {'code':<30}{'expected':>8}  {'found':>5}", *rows])

    def _mark(self, code: str, found: Mapping[str, int]) -> str:
        return "" if found.get(code, 0) == self.codes[code] else "  <-"
