"""The numbers that a producer has delivered, as ranges: merged, whatever order, however often, however they overlap.

All of it is a union of ranges and a minimum of times, so that repeating or reordering changes nothing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

FIRST = 1
"""Producers number from 1 on."""

MOST_SPANS = 2_000
"""Beyond so many gaps the lowest are given up, so that what is kept of a producer stays within an item of a table."""


@dataclass(frozen=True)
class Span:
    """Numbers `first` to `last`, all received; `since` is when the earliest of them was recorded (ms since 1970)."""

    first: int
    last: int
    since: int


@dataclass(frozen=True)
class Gap:
    """Numbers `first` to `last`, none received; `since`: when a higher one was recorded for the first time."""

    first: int
    last: int
    since: int


@dataclass(frozen=True)
class Received:
    """What was received of one producer: spans in order, with a gap between any two of them.

    `given_up` is up to where missing numbers are no longer kept one by one (0: nowhere).
    """

    spans: tuple[Span, ...] = ()
    given_up: int = 0

    def adding(self, added: Iterable[Span], most: int = MOST_SPANS) -> "Received":
        """Raises ValueError for a span that is none."""
        added = tuple(added)
        if not all(FIRST <= span.first <= span.last for span in added):
            raise ValueError("a range of sequence numbers goes from 1 or more to as much or more")
        spans = _merged(sorted((*self.spans, *added), key=lambda one: one.first))
        if len(spans) <= most:
            return Received(tuple(spans), self.given_up)
        surplus = spans[: len(spans) - most + 1]
        joined = Span(surplus[0].first, surplus[-1].last, min(one.since for one in surplus))
        return Received((joined, *spans[len(surplus) :]), max(self.given_up, surplus[-1].first - 1))

    def gaps(self) -> Iterator[Gap]:
        """From the lowest number on."""
        earliest = _earliest_from(self.spans)
        following = FIRST
        for span, since in zip(self.spans, earliest, strict=True):
            if span.first > following:
                yield Gap(following, span.first - 1, since)
            following = span.last + 1

    def encode(self) -> str:
        return json.dumps([self.given_up, [[one.first, one.last, one.since] for one in self.spans]])

    @classmethod
    def decode(cls, text: str) -> "Received":
        """What a text of `encode` holds, and nothing received for an empty one."""
        if not text:
            return cls()
        given_up, spans = json.loads(text)
        return cls(tuple(Span(*one) for one in spans), given_up)


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Spans ordered by their first number, those that touch or overlap made one."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.first <= merged[-1].last + 1:
            last = merged.pop()
            span = Span(last.first, max(last.last, span.last), min(last.since, span.since))
        merged.append(span)
    return merged


def _earliest_from(spans: Sequence[Span]) -> list[int]:
    """For each span, when the earliest of it and of those above it was recorded."""
    earliest: list[int] = []
    for span in reversed(spans):
        earliest.append(min(span.since, earliest[-1]) if earliest else span.since)
    return earliest[::-1]
