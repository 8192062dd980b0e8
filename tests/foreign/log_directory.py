"""The directory that a log publishes, of events that the product's own sealer sealed.

log/                 what tlog clients follow: tiles, entry bundles, `checkpoint` (C2SP tlog-tiles)
checkpoints/<size>   the archive's checkpoint of each batch's end
vkey                 the log's verifier key
"""

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lacre.model import moment
from lacre.model.event import Event, ReceiptedEvent
from lacre.tlog.checkpoint import PREFIX
from lacre.tlog.note import VerifierKey
from tests.fakes.drafts import events
from tests.fakes.sealing import ORIGIN, MemorySealing

SIZE = 100_000
EDGES = (1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 99_999, SIZE)
"""Sizes of which there is a checkpoint: each is the end of a batch."""

_WIDTHS = (1, 2, 57, 199, 200, 256, 257, 1_000, 3_000)
_SEED = 20_261_122
_REPEATED = 5
_SKEWS_MS = (0, 90_000, -3_600_000, 86_400_000)
"""How wrong the clocks are of the four instances that record in turn."""


def build(directory: Path) -> Path:
    """Seal SIZE events as uneven deliveries, some of them redelivered in another cut, and write the directory."""
    chance = random.Random(_SEED)
    sealing = MemorySealing()
    sealer, stored = sealing.sealer(), list(_small_events(SIZE))
    for number, (low, high) in enumerate(_cuts(chance)):
        again = chance.randrange(low + 1) if number % _REPEATED == 0 else low
        sealer.seal(stored[max(again, low - 300) : high])
    _write(directory, sealing)
    return directory


def _small_events(count: int) -> Iterator[ReceiptedEvent]:
    """Distinct events a millisecond apart by clocks that disagree. They have one body: a leaf is a header."""
    (pattern,) = events(1)
    first = moment.to_milliseconds(pattern.event.header.recorded_at)
    for number in range(count):
        event_id = str(uuid.UUID(int=number, version=4))
        at = first + number + _SKEWS_MS[number % len(_SKEWS_MS)]
        header = replace(pattern.event.header, id=event_id, recorded_at=moment.to_text(at))
        yield replace(pattern, event=Event.of(header, pattern.event.body_bytes))


def _cuts(chance: random.Random) -> Sequence[tuple[int, int]]:
    ends = set(EDGES)
    low = 0
    while (low := low + chance.choice(_WIDTHS)) < SIZE:
        ends.add(low)
    ordered = sorted(ends)
    return list(zip([0, *ordered], ordered, strict=False))


def _write(directory: Path, sealing: MemorySealing) -> None:
    checkpoints = {name: note for name, note in sealing.archive.objects.items() if name.startswith(PREFIX)}
    published = {f"log/{path}": content for path, content in sealing.log.objects.items()}
    key = VerifierKey(ORIGIN, sealing.signer.public_key).encode()
    for path, content in {**checkpoints, **published, "vkey": key.encode()}.items():
        file = directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
