"""The events of an hour, composed and receipted as the product does it, from nothing but a seed."""

import random
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from lacre.model.composition import Stamp, compose
from lacre.model.event import ReceiptedEvent
from lacre.recording.receipts import ReceiptIssuer
from tests.bench.search_acts import ACTS, Hour, Timed
from tests.bench.search_people import People
from tests.fakes.ambient import ManualClock, SeededEntropy
from tests.fakes.signer import LocalSigner


def events_of(begin: datetime, count: int, seed: int, everybody: dict[str, People]) -> Iterator[ReceiptedEvent]:
    """Exactly `count` events of the hour, in order."""
    milliseconds = int(begin.timestamp() * 1000)
    chance = random.Random(f"{seed}-{milliseconds}")
    issuer = ReceiptIssuer(LocalSigner("receipt"), ManualClock(milliseconds), SeededEntropy(milliseconds))
    for at, draft in _drafts(Hour(milliseconds, chance, everybody), count):
        event = compose(draft, Stamp.of(at, chance.randbytes(Stamp.ENTROPY_BYTES)))
        yield ReceiptedEvent(event, issuer.issue(event))


def _drafts(hour: Hour, count: int) -> list[Timed]:
    acts = (hour.chance.choices(tuple(ACTS), tuple(ACTS.values()))[0](hour) for _ in range(count))
    within = ((at, draft) for at, draft in chain.from_iterable(acts) if at < hour.begin + 3_600_000)
    # What comes after the hour is left out, so acts may be too few by some: then people log in.
    found = list(islice(chain(within, chain.from_iterable(hour.session() for _ in range(count))), count))
    return sorted(found, key=lambda timed: timed[0])
