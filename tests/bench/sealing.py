"""`python -m tests.bench.sealing`: how many events a second one core seals.

Deliveries of the stream go in as Lambda hands them over, 200 records at once; the stores are in memory, so that what is
measured is decoding, checking, hashing, compressing and signing. The floor, SHA-256 and gzip of the same bytes, takes
turns with it, so that a noisy machine disturbs both. Ends in 1 below TARGET.
"""

import gzip
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from functions.archive.delivery import sort_records
from lacre.aws.event_item import to_item
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EventSource
from lacre.recording.tampering import Alarms
from lacre.sealing.intake import Intake
from tests.fakes.drafts import CLERK
from tests.fakes.sealing import MemorySealing
from tests.fakes.trail import MemoryTrail

TARGET = 1_000
EVENTS = 20_000
AT_ONCE = 200
TENTH = EVENTS // AT_ONCE // 10

Record = dict[str, Any]


def agent_updated(number: int) -> Draft:
    """A change as the network function records it: state before and after, and what was asked for."""
    place = {"province": "Zambezia", "district": "Quelimane"}
    before = {"name": f"Lina Agente {number}", "phone": "+258840000001", "status": "ACTIVE", **place}
    return Draft(
        action="UPDATE_AGENT",
        actor=CLERK,
        source=EventSource.API,
        entity_id=f"a-{number}",
        ip_address="192.0.2.7",
        before={**before, "version": 1},
        after={**before, "name": f"Lina A. Agente {number}", "version": 2},
        request={"name": f"Lina A. Agente {number}"},
    )


def batches() -> Iterator[list[ReceiptedEvent]]:
    """EVENTS events with real receipts, AT_ONCE at a time."""
    recorder = MemoryTrail().recorder()
    for low in range(0, EVENTS, AT_ONCE):
        yield [recorder.prepare(agent_updated(number)) for number in range(low, low + AT_ONCE)]


def record(stored: ReceiptedEvent, sequence: int) -> Record:
    """The stream's record of an event's row, as Lambda hands it over."""
    item = to_item(stored)
    return {
        "eventName": "INSERT",
        "dynamodb": {"Keys": {"id": item["id"]}, "NewImage": item, "SequenceNumber": str(sequence)},
    }


def plain(stored: Sequence[ReceiptedEvent]) -> bytes:
    """The floor's bytes: header, body and receipt of each, a line an event."""
    texts = ([one.event.header_bytes.decode(), one.event.body_bytes.decode(), one.receipt] for one in stored)
    return "".join(json.dumps(three) + "\n" for three in texts).encode()


def seconds(work: Callable[[], object]) -> float:
    """CPU time of this process, which has one thread: what a core of its own would take."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measure() -> tuple[list[float], list[float]]:
    """CPU seconds of each delivery, and of its floor."""
    sealing, trail = MemorySealing(), MemoryTrail()
    intake = Intake(sealing.sealer(), Alarms(trail.recorder(), trail.events))
    taken: list[float] = []
    floor: list[float] = []
    for number, stored in enumerate(batches()):
        records = [record(one, number * AT_ONCE + at) for at, one in enumerate(stored)]
        content = plain(stored)

        def seal(records: Sequence[Record] = records) -> None:
            delivery = sort_records(records)
            intake.take(delivery.inserted, delivery.findings)

        def hash_and_compress(content: bytes = content) -> None:
            hashlib.sha256(content)
            gzip.compress(content, compresslevel=6, mtime=0)

        taken.append(seconds(seal))
        floor.append(seconds(hash_and_compress))
    assert sealing.heads.head.published == EVENTS, "not all of it was sealed"
    return taken, floor


def main() -> int:
    taken, floor = measure()
    rate, plain_rate = EVENTS / sum(taken), EVENTS / sum(floor)
    first, last = (AT_ONCE * TENTH / sum(part) for part in (taken[:TENTH], taken[-TENTH:]))
    print(f"sealing {EVENTS} events, {AT_ONCE} at once, stores in memory, one core")
    print(f"  sealed            {rate:8.0f} events/s  (the first tenth {first:.0f}, the last tenth {last:.0f})")
    print(f"  SHA-256 and gzip  {plain_rate:8.0f} events/s  of the same bytes: {plain_rate / rate:.1f} times as fast")
    print(f"  target            {TARGET:8.0f} events/s  {'met' if rate >= TARGET else 'MISSED'}")
    return 0 if rate >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
