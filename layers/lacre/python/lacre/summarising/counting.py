"""Counting events by their headers."""

from collections import Counter
from dataclasses import dataclass, field

from lacre.model.header import Header
from lacre.ports.rows import Entry
from lacre.ports.summaries import Ranking, Summary

LISTED = 50
"""How many names a ranking lists."""


@dataclass
class Count:
    """Figures of the events that were added, exact."""

    events: int = 0
    unreadable: int = 0
    severity: Counter[str] = field(default_factory=Counter)
    outcome: Counter[str] = field(default_factory=Counter)
    event_type: Counter[str] = field(default_factory=Counter)
    actors: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    ip_addresses: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        self.events += 1
        if not isinstance(entry, Header):
            self.unreadable += 1
            return
        self.severity[entry.severity.value] += 1
        self.outcome[entry.outcome.value] += 1
        self.event_type[entry.event_type.value] += 1
        self.actors[entry.actor_id] += 1
        self.actions[entry.action] += 1
        self.ip_addresses[entry.ip_address] += 1

    def summary(self, hour: str, until: str, tree_size: int, *, is_whole: bool) -> Summary:
        """Of one hour before a moment."""
        return Summary(
            hour=hour,
            until=until,
            events=self.events,
            unreadable=self.unreadable,
            severity=dict(self.severity),
            outcome=dict(self.outcome),
            event_type=dict(self.event_type),
            actors=ranking(self.actors),
            actions=ranking(self.actions),
            ip_addresses=ranking(self.ip_addresses),
            tree_size=tree_size,
            is_whole=is_whole,
        )


def ranking(counts: Counter[str]) -> Ranking:
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Ranking(tuple(ordered[:LISTED]), sum(count for _, count in ordered[LISTED:]))
