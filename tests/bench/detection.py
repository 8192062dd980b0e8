"""`python -m tests.bench.detection`: what the detector manages on one core with all rules, and what it costs.

Events a second through matching and windows, over stores in memory, beside the floor: decoding the same events'
headers, measured in turn with it. Capacity units are those of the states read and written, as DynamoDB counts them,
for each event that a rule counted. Ends in 1 below 5,000 events a second.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lacre.aws.windows_table import state_item
from lacre.detection.bundle import load_bundle
from lacre.detection.detect import Detector
from lacre.detection.gathering import RuleIndex, gather
from lacre.detection.responding import Responder
from lacre.detection.subject import Subject
from lacre.model.event import Event
from lacre.model.header import Header
from lacre.ports.detection import Finding, WindowState
from lacre.ports.events import StateWrite
from tests.bench.detection_traffic import batches, traffic
from tests.fakes.responding import memory_means
from tests.fakes.trail import MemoryTrail
from tests.fakes.windows import MemoryQuarantine, MemoryWindows

COUNT, BATCH, ROUNDS, SEED = 10_000, 100, 5, 20261122
LEAST_A_SECOND = 5_000


class PlainWindows(MemoryWindows):
    """States in memory and nothing else, as long as nothing is found: the fake's own work is not what is measured."""

    def load(self, key: str) -> WindowState:
        return self.states.get(key) or WindowState(key)

    def save(
        self,
        old: WindowState,
        new: WindowState,
        expires_at: int | None,
        findings: Sequence[Finding] = (),
        writes: Sequence[StateWrite] = (),
    ) -> bool:
        if findings:
            return super().save(old, new, expires_at, findings, writes)
        self.states[old.key] = new
        return True


@dataclass
class CountedWindows(MemoryWindows):
    """Counts capacity units: a consistent read is one for each 4 KiB, a write one for each KiB, twice that with a
    finding in its transaction."""

    read: int = 0
    written: int = 0

    def load(self, key: str) -> WindowState:
        state = super().load(key)
        self.read += -(-(size(state) if state.version else 1) // 4096)
        return state

    def save(
        self,
        old: WindowState,
        new: WindowState,
        expires_at: int | None,
        findings: Sequence[Finding] = (),
        writes: Sequence[StateWrite] = (),
    ) -> bool:
        self.written += -(-size(new) // 1024) * (2 if findings else 1)
        return super().save(old, new, expires_at, findings, writes)


def size(state: WindowState) -> int:
    """Bytes as DynamoDB counts them: names, texts and bytes by length, a number by half its digits and one or two."""
    total = 0
    for name, value in state_item(state, state.version, None).items():
        ((kind, content),) = value.items()
        total += len(name) + (len(content) // 2 + 2 if kind == "N" else len(content))
    return total


def new_detector(windows: MemoryWindows) -> Detector:
    responder = Responder(MemoryTrail().recorder().prepare, memory_means())
    return Detector(load_bundle(), windows, MemoryQuarantine(), responder)


def seconds(work: Callable[[], Any]) -> float:
    """Of this process's computing."""
    began = time.process_time()
    work()
    return time.process_time() - began


def detect(events: Sequence[Event], windows: MemoryWindows) -> None:
    detector = new_detector(windows)
    for batch in batches(events, BATCH):
        detector.detect([Subject(event.header, event.body_bytes) for event in batch])


def decode(events: Sequence[Event]) -> None:
    for event in events:
        Header.decode(event.header_bytes)


def main() -> int:
    events, rules = traffic(COUNT, SEED), load_bundle().rules
    floors, taken = [], []
    for _ in range(ROUNDS):
        floors.append(seconds(lambda: decode(events)))
        taken.append(seconds(lambda: detect(events, PlainWindows())))
    rate, floor = COUNT / statistics.median(taken), COUNT / statistics.median(floors)
    print(f"{COUNT} events in batches of {BATCH}, {len(rules)} rules, the median of {ROUNDS} rounds")
    print(f"  {rate:,.0f} events a second on one core; decoding their headers alone: {floor:,.0f}")
    print(f"  {floor / rate:.2f} times the time of decoding the headers")
    _report_units(events)
    return 0 if rate >= LEAST_A_SECOND else 1


def _report_units(events: Sequence[Event]) -> None:
    windows, index = CountedWindows(), RuleIndex(load_bundle().rules)
    detect(events, windows)
    relevant, counted = set[str](), 0
    for gathered in gather(index, [Subject(event.header, event.body_bytes) for event in events]):
        for _, arrivals in gathered.groups.values():
            counted += len(arrivals)
            relevant.update(arrival.id for arrival in arrivals)
    print(f"  {len(relevant)} events were counted by a rule, {counted} times in all; {len(windows.alerts)} alerts")
    for name, units in (("write", windows.written), ("read", windows.read)):
        each, once = units / len(relevant), units / counted
        print(f"  {units} {name} units: {each:.2f} for each such event, {once:.2f} for each time that one was counted")


if __name__ == "__main__":
    sys.exit(main())
