"""A small world to reconcile: a table, a log, and a sealer that may be fed; nobody delivers a stream."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import Event, ReceiptedEvent
from lacre.reconciling.absence import Absence
from lacre.reconciling.log_check import LogCheck
from lacre.reconciling.log_walk import LogWalk
from lacre.reconciling.numbering import Numbering
from lacre.reconciling.planted import PlantedRows
from lacre.reconciling.reconciliation import Part, Reconciliation
from lacre.reconciling.refeeding import Refeeding
from lacre.reconciling.refused import Refused
from lacre.reconciling.table_check import TableCheck
from lacre.reconciling.table_walk import TableWalk
from lacre.reconciling.tally import Tally
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.tampering import Alarms
from tests.fakes.ambient import SeededEntropy
from tests.fakes.crash import Steps
from tests.fakes.drafts import agent_created
from tests.fakes.movable_clock import MovableClock
from tests.fakes.reconciling import MemoryFeeder, MemoryState, MemoryTable
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemorySealing
from tests.fakes.trail import MemoryTrail


@dataclass
class World:
    steps: Steps = field(default_factory=Steps)

    def __post_init__(self) -> None:
        self.clock = MovableClock()
        self.trail = MemoryTrail(clock=self.clock)
        self.events = self.trail.events
        self.recorder = self.trail.recorder()
        # Of another seed than the recorder's, so that no two events have the same randomness.
        self.entropy = SeededEntropy(2)
        self.receipts = ReceiptIssuer(self.trail.signer, self.clock, self.entropy)
        self.sealing = MemorySealing(self.steps)
        self.state = MemoryState(self.steps)
        self.table = MemoryTable(self.events)
        self.feeder = MemoryFeeder(self.events, self.sealing)
        self.rows = MemoryRows(self.events)

    def reconciliation(self) -> Reconciliation:
        leaves, archive, clock = self.sealing.leaves, self.sealing.archive, self.clock
        numbering = Numbering(self.state, clock)
        log = LogWalk(archive, self.sealing.heads, LogCheck(self.rows, leaves), numbering, clock)
        absence = Absence(archive, self.sealing.heads, self.state, clock)
        check = TableCheck(leaves, PlantedRows(archive), clock)
        refeeding = Refeeding(leaves, absence, self.feeder, Refused(self.state, clock), clock)
        return Reconciliation(
            log, TableWalk(self.events, self.table, check, refeeding, clock), numbering, self.state, clock
        )

    def tally(self) -> Tally:
        return Tally(Alarms(self.recorder, self.events, "sweep"))

    def run(self) -> Tally:
        """One run by the clock; every part has to succeed."""
        tally = self.tally()
        run_all(self.reconciliation().by_the_clock(tally))
        return tally

    def record(self, count: int, first: int = 0) -> list[ReceiptedEvent]:
        return [self.add(agent_created(number)) for number in range(first, first + count)]

    def add(self, draft: Draft) -> ReceiptedEvent:
        return self.recorder.record([draft])[0]

    def append(self, draft: Draft) -> ReceiptedEvent:
        """An event of a part that is still to be built, as the recorder would write it.

        Not by the recorder: what that composes counts as a code that the product emits (tests.emitted).
        """
        self.receipts.prepare()
        event = compose(draft, Stamp.of(self.clock.now(), self.entropy.take(Stamp.ENTROPY_BYTES)))
        stored = ReceiptedEvent(event, self.receipts.issue(event))
        self.events.append([stored])
        return stored

    def seal(self) -> None:
        """Everything recorded so far, in batches of ten."""
        stored = list(self.events.rows.values())
        for start in range(0, len(stored), 10):
            self.sealing.sealer().seal(stored[start : start + 10])

    def settle(self) -> None:
        """Old enough to be expected in the log."""
        self.clock.advance(100)

    def put(self, event_id: str, stored: ReceiptedEvent) -> None:
        """Somebody's write under an id, whatever was there."""
        self.events.rows[event_id] = stored

    def is_sealed(self, stored: ReceiptedEvent) -> bool:
        return stored.event.header.id in self.sealing.leaves.rows

    def findings(self) -> list[tuple[str, str]]:
        """What was recorded as tampered with: event and what happened, in order."""
        rows = self.events.rows.values()
        tampered = [stored for stored in rows if stored.event.header.action == "LOG_TAMPERED"]
        return sorted((one.event.header.entity_id, after_of(one)["finding"]) for one in tampered)


def synced(producer: str, *ranges: list[int]) -> Draft:
    """The event of a producer's batch that brought these numbers."""
    return replace(agent_created(0), action="DATA_SYNC", after={"producer": producer, "ranges": ranges})


def run_all(parts: Mapping[str, Part]) -> dict[str, Any]:
    return {name: part() for name, part in parts.items()}


def after_of(stored: ReceiptedEvent) -> dict[str, Any]:
    after: dict[str, Any] = json.loads(stored.event.body_bytes)["after"]
    return after


def with_body(stored: ReceiptedEvent, body: bytes) -> ReceiptedEvent:
    """The row after somebody edited its body alone."""
    event = stored.event
    return replace(stored, event=Event(event.header, event.header_bytes, body))


def with_header(stored: ReceiptedEvent, **fields: Any) -> ReceiptedEvent:
    """The row after somebody edited its header alone."""
    header = replace(stored.event.header, **fields)
    return replace(stored, event=Event.of(header, stored.event.body_bytes))
