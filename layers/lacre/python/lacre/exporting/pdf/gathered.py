"""What a document tells of the events of an export: totals of all, and those that are printed."""

from collections import Counter
from collections.abc import Sequence

from lacre.exporting.columns import SealedEvent
from lacre.model import canonical
from lacre.model.vocabulary import Outcome, Severity

MOST_PRINTED = 10_000
"""Of more events none is printed: a table that ends in the middle would mislead."""

_BETWEEN = b",\n"

Totals = Sequence[tuple[str, int]]


class Gathered:
    """Add the events of an export one by one, in order."""

    def __init__(self) -> None:
        self.count = 0
        self._severities: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._actions: Counter[str] = Counter()
        self._kept: list[SealedEvent] = []
        self._lines: list[bytes] = []
        self.length = 0
        """How many bytes `as_json` has at most."""

    def add(self, event: SealedEvent) -> None:
        """Counts it, and keeps it as long as all can be printed."""
        self.count += 1
        self._severities[event.header.severity] += 1
        self._outcomes[event.header.outcome] += 1
        self._actions[event.header.action] += 1
        if self.are_printed:
            self._kept.append(event)
            self._lines.append(_line(event))
            self.length += len(self._lines[-1]) + len(_BETWEEN)
        else:
            self._kept.clear()
            self._lines.clear()
            self.length = 0

    @property
    def are_printed(self) -> bool:
        return self.count <= MOST_PRINTED

    @property
    def printed(self) -> Sequence[SealedEvent]:
        """All events, or none if they are too many."""
        return self._kept

    @property
    def severities(self) -> Totals:
        """Every severity, the gravest first."""
        return [(one, self._severities[one]) for one in reversed(Severity)]

    @property
    def outcomes(self) -> Totals:
        """Every outcome."""
        return [(one, self._outcomes[one]) for one in Outcome]

    @property
    def actions(self) -> Totals:
        """The actions that there are, the most frequent first."""
        return sorted(self._actions.items(), key=lambda one: (-one[1], one[0]))

    def as_json(self) -> bytes:
        """The printed events, one a line in an array of RFC 8785 objects.

        `body` and `header` are the bytes that were hashed: SHA-256 of the body's is the header's checksum.
        """
        return b"[\n" + _BETWEEN.join(self._lines) + b"\n]\n"


def _line(event: SealedEvent) -> bytes:
    return canonical.encode({"body": event.body, "header": vars(event.header), "leaf": event.leaf})
