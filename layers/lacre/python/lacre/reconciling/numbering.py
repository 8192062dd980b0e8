"""Which numbers of which producer are sealed, and which are missing.

The sealed event of a batch (DATA_SYNC or OFFLINE_SYNC, by our own API) carries in its body's `after` what it brought:
`{"producer": "<id>", "ranges": [[n, m], ...]}`, n and m included; ranges may overlap, repeat and come in any order.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lacre.archive_reading.following import Leaf
from lacre.model import canonical, moment
from lacre.model.canonical import JsonObject, NotCanonicalError
from lacre.model.header import Header
from lacre.model.vocabulary import EventSource, Outcome
from lacre.ports.ambient import Clock
from lacre.ports.reconciling import KeptState, Kind
from lacre.reconciling.sequence import FIRST, Received, Span
from lacre.reconciling.tally import Tally

GAP_AFTER_MS = 10 * 60_000
"""How long a number may be missing, while higher ones are there, before it counts as a gap."""

MOST_NUMBERS = 1_000
"""How many numbers one event may bring. The largest batch has 500 items: what claims more would hide gaps for ever."""

_SYNCS = {"DATA_SYNC", "OFFLINE_SYNC"}
GAPS = "gaps"
_TOLD = 20
_KEPT = 10_000
"""Of 17 bytes each, in an item of at most 400 KB."""
_LONGEST_ID = 256


@dataclass(frozen=True)
class Numbering:
    kept: KeptState
    clock: Clock

    def note(self, leaves: Iterable[Leaf], tally: Tally) -> None:
        """Keep what the events brought. Idempotent; raises StoreUnavailableError."""
        brought: dict[str, list[Span]] = {}
        for leaf in leaves:
            if _is_batch(leaf.header):
                numbers = _numbers(leaf)
                if numbers is None:
                    tally.unnumbered += 1
                else:
                    brought.setdefault(numbers[0], []).extend(numbers[1])
        for producer, spans in brought.items():
            self._add(producer, spans)

    def report(self, tally: Tally) -> JsonObject:
        """The gaps that are old enough: how many, and the first twenty. Raises StoreUnavailableError.

        A gap counts as new until a run has told of it, and as standing from then on.
        """
        keys: list[str] = []
        missing: list[JsonObject] = []
        given_up: list[JsonObject] = []
        latest = self.clock.now() - GAP_AFTER_MS
        for kept in self.kept.all_of(Kind.PRODUCER):
            received = Received.decode(kept.text)
            for gap in received.gaps():
                if gap.since <= latest:
                    keys.append(_key(kept.name, gap.last))
                    if len(missing) < _TOLD:
                        missing.append({"producer": kept.name, "first": gap.first, "last": gap.last})
            if received.given_up:
                keys.append(_key(kept.name, -received.given_up))
                if len(given_up) < _TOLD:
                    given_up.append({"producer": kept.name, "up_to": received.given_up})
        self._part(keys, tally)
        return {"gaps": len(keys), "missing": missing, "given_up": given_up, "unnumbered": tally.unnumbered}

    def _part(self, keys: Sequence[str], tally: Tally) -> None:
        """Into new and standing ones; of more than are kept, the others are standing: the alarm rang long ago."""
        held = self.kept.read(Kind.RECONCILIATION, GAPS)
        known, compared = {*held.text.split()}, keys[:_KEPT]
        tally.gaps += sum(key not in known for key in compared)
        tally.standing_gaps += len(keys) - sum(key not in known for key in compared)
        text = " ".join(compared)
        if text != held.text:
            # Losing this race tells of a gap once more.
            self.kept.replace(held, text)

    def _add(self, producer: str, spans: Sequence[Span]) -> None:
        added = None
        while added is None:
            held = self.kept.read(Kind.PRODUCER, producer)
            before = Received.decode(held.text)
            received = before.adding(spans)
            if received == before:
                return
            # Another run was faster: what it kept is read, and added to.
            added = self.kept.replace(held, received.encode())


def _key(producer: str, last: int) -> str:
    """Filled from below, a gap stays the same."""
    return hashlib.sha256(f"{last} {producer}".encode()).hexdigest()[:16]


def _is_batch(header: Header) -> bool:
    """Only what our own API recorded of a batch: what a producer claims of itself, or of others, brings no numbers."""
    return header.action in _SYNCS and header.source is EventSource.API and header.outcome is Outcome.SUCCEEDED


def _numbers(leaf: Leaf) -> tuple[str, list[Span]] | None:
    """The event's producer and numbers, perhaps none; None if its body does not tell them."""
    try:
        after: Any = canonical.decode(leaf.line.body).get("after")
    except NotCanonicalError:
        return None
    if not isinstance(after, dict):
        return None
    producer, spans = (
        after.get("producer"),
        _spans(after.get("ranges"), moment.to_milliseconds(leaf.header.recorded_at)),
    )
    if spans is None or not isinstance(producer, str) or not 0 < len(producer.encode()) <= _LONGEST_ID:
        return None
    return producer, spans


def _spans(ranges: Any, since: int) -> list[Span] | None:
    """At most MOST_NUMBERS numbers in all, repeated ones included."""
    if not isinstance(ranges, list) or not all(_is_range(one) for one in ranges):
        return None
    spans = [Span(first, last, since) for first, last in ranges]
    return spans if sum(span.last - span.first + 1 for span in spans) <= MOST_NUMBERS else None


def _is_range(one: Any) -> bool:
    if not isinstance(one, list) or len(one) != 2:
        return False
    first, last = one
    return type(first) is int and type(last) is int and FIRST <= first <= last
