"""Events whose absence from much of the log is being shown, over as many runs as that takes.

What is kept is what was asked for and how far the log was read for it, so that a run goes on where the last one ended,
whichever instance it runs on.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lacre.archive_reading.following import Place
from lacre.ports.reconciling import Bookmarks, Kept, Kind

MOST_WANTED = 60_000
"""How many events one round asks for.

1.8 million lost events are 30 rounds, each of which reads what was sealed since they were recorded: up to 1.8 million
leaves that were fed before, and with an hour's 360,000 of live traffic some four million at last. At 10,000 leaves a
second a run reads a million in its share of 100 s: four runs a round and one to feed it, 150 runs of five minutes, or
half a day; and each of them goes on where the last one ended.
"""

WALKS = (TIME, SCAN) = ("time", "scan")

_PART = 15_000
"""Ids in one item: 16 bytes each, in base64, are 320 KB, and an item holds 400."""


@dataclass(frozen=True)
class Round:
    """`place`: none of the events is before it. `oldest` is when the first was recorded (ms since 1970)."""

    place: Place
    oldest: int
    event_ids: Sequence[str]


@dataclass
class Pending:
    """The round of one walk, if there is one."""

    kept: Bookmarks
    walk: str

    def __post_init__(self) -> None:
        self._held = self.kept.read(Kind.RECONCILIATION, self.name)
        self.round = self._read(self._held.text)
        self.is_overtaken = False

    @property
    def name(self) -> str:
        return f"absent {self.walk}"

    def asked_for(self) -> set[str]:
        """The ids of the rounds of all walks. Raises StoreUnavailableError."""
        others = [Pending(self.kept, walk).round for walk in WALKS if walk != self.walk]
        return {one for known in (self.round, *others) if known for one in known.event_ids}

    def put(self, event_ids: Sequence[str], place: Place, oldest: int) -> None:
        """Nothing if another run is at the same walk, and was faster: `is_overtaken` then."""
        if self.is_overtaken:
            return
        before = self.round
        self.round = Round(place, oldest, event_ids) if event_ids else None
        if self.round is not None and (before is None or before.event_ids != event_ids):
            for number, part in enumerate(_parts(event_ids)):
                self.kept.replace(self._part(number), part)
        text = self._text()
        if text != self._held.text:
            following = self.kept.replace(self._held, text)
            self.is_overtaken = following is None
            self._held = following or self._held

    def _text(self) -> str:
        if self.round is None:
            return ""
        place = self.round.place.encode() if self.round.place.size else ""
        return json.dumps([place, self.round.oldest, len(self.round.event_ids), _digest(self.round.event_ids)])

    def _read(self, text: str) -> Round | None:
        """None for what is not of `_text`, or not of these ids: what was asked for is found again by the scan."""
        if not text:
            return None
        try:
            place, oldest, count, digest = json.loads(text)
            event_ids = [one for number in range(-(-count // _PART)) for one in _ids(self._part(number).text)]
            known = Round(Place.decode(place), int(oldest), event_ids)
        except (ValueError, TypeError, RecursionError):
            return None
        return known if _digest(event_ids) == digest else None

    def _part(self, number: int) -> Kept:
        return self.kept.read(Kind.RECONCILIATION, f"{self.name} {number}")


def _parts(event_ids: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(event_ids), _PART):
        packed = b"".join(uuid.UUID(one).bytes for one in event_ids[start : start + _PART])
        yield base64.b64encode(packed).decode()


def _ids(text: str) -> Iterator[str]:
    packed = base64.b64decode(text)
    for start in range(0, len(packed), 16):
        yield str(uuid.UUID(bytes=packed[start : start + 16]))


def _digest(event_ids: Sequence[str]) -> str:
    return hashlib.sha256("".join(event_ids).encode()).hexdigest()
