"""The files of a range of leaves: flat JSON lines by the hour of recording, and the same bytes whoever repeats it."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lacre.tlog.batch import Line
from lacre.tlog.hashing import leaf_hash

HELD_BYTES = 32 * 1024 * 1024
"""How much is held before it becomes files, before compression: an hour of much traffic takes several files."""


@dataclass(frozen=True)
class EventFile:
    """`events/dt=2026-11-22/hour=09/<first leaf>-<last leaf>.ndjson.gz`; some leaves between them may be elsewhere."""

    path: str
    content: bytes


def files_of(lines: Iterable[tuple[int, Line]], held_bytes: int = HELD_BYTES) -> Iterator[EventFile]:
    """The files of leaves in order, each leaf in one of them; how they are cut depends on the leaves alone."""
    held: dict[str, list[tuple[int, bytes]]] = {}
    total = 0
    for index, line in lines:
        recorded_at: str = json.loads(line.header)["recorded_at"]
        row = _row(index, line)
        held.setdefault(recorded_at[:13], []).append((index, row))
        total += len(row)
        if total >= held_bytes:
            yield from _drained(held)
            total = 0
    yield from _drained(held)


def _drained(held: dict[str, list[tuple[int, bytes]]]) -> Iterator[EventFile]:
    for hour in sorted(held):
        yield _file(hour, held.pop(hour))


def _file(hour: str, rows: list[tuple[int, bytes]]) -> EventFile:
    (first, _), (last, _) = rows[0], rows[-1]
    day, _, hour_of_day = hour.partition("T")
    # mtime 0 and no file name: the bytes depend on the leaves alone.
    content = gzip.compress(b"".join(row for _, row in rows), compresslevel=6, mtime=0)
    return EventFile(f"events/dt={day}/hour={hour_of_day}/{first:020d}-{last:020d}.ndjson.gz", content)


def _row(index: int, line: Line) -> bytes:
    """One line: the leaf's place and hash, every field of the header, and the body as an object: both verbatim."""
    place = f'{{"leaf":{index},"leaf_hash":"{leaf_hash(line.header).hex()}",'
    return place.encode() + line.header[1:-1] + b',"body":' + line.body + b"}\n"
