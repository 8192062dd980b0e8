"""The files of a range of leaves: flat JSON lines by the hour of recording, and the same bytes whoever repeats it."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lacre.model import canonical
from lacre.model.address_key import address_key
from lacre.model.filters import folded
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
    """One line: the leaf's place and hash, every field of the header, and the body as an object: both verbatim.

    Last what searches compare, since SQL has neither such folding nor networks: the description, and the address. A
    body that is none, which a recorder gone astray can have sealed, is null: whatever it is, the line is JSON.
    """
    header, body = json.loads(line.header), _decoded(line.body)
    place = f'{{"leaf":{index},"leaf_hash":"{leaf_hash(line.header).hex()}",'
    compared = canonical.encode({"folded": _folded(body), "ip_key": _key(header)})
    kept = b"null" if body is None else line.body
    return place.encode() + line.header[1:-1] + b',"body":' + kept + b"," + compared[1:] + b"\n"


def _decoded(body: bytes) -> canonical.JsonObject | None:
    try:
        return canonical.decode(body)
    except canonical.NotCanonicalError:
        return None


def _folded(body: canonical.JsonObject | None) -> str | None:
    """None for a body without a description: no search by text finds it."""
    description = (body or {}).get("description")
    return folded(description) if isinstance(description, str) else None


def _key(header: Mapping[str, object]) -> str | None:
    address = header.get("ip_address")
    return address_key(address) if isinstance(address, str) else None
