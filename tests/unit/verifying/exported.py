"""A log in memory, exports of it, and what the verifier says of them."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from lacre.exporting.columns import HEAD, SealedEvent, row
from lacre.exporting.manifest import Manifest, Place
from lacre.exporting.writer import Writer
from lacre.model.event import Event
from lacre.model.filters import Selection
from lacre.tlog.batch import is_batch_name
from lacre.tlog.checkpoint import checkpoint_name, is_checkpoint_name, size_of
from lacre.verifying.export import check_export
from lacre.verifying.verdict import Findings, Verdict
from tests.unit.exporting.populations import stored
from tests.unit.verifying.archives import Sealed


@dataclass(frozen=True)
class MemoryCopy:
    objects: dict[str, bytes]

    def names(self) -> Sequence[str]:
        return sorted(self.objects)

    def read(self, name: str, limit: int) -> bytes | None:
        return self.objects.get(name)


@dataclass(frozen=True)
class Export:
    manifest: Manifest
    data: bytes

    def with_data(self, data: bytes) -> "Export":
        """Other data, and a manifest that has their length and hash: what a careful forger hands over."""
        digest = hashlib.sha256(data).hexdigest()
        return Export(replace(self.manifest, sha256=digest, length=len(data)), data)


def log_of(events: Sequence[Event], batch: int = 3) -> Sealed:
    archive = Sealed()
    for first in range(0, len(events), batch):
        archive.seal([stored(one) for one in events[first : first + batch]])
    return archive


def leaves_of(archive: Sealed) -> Iterator[SealedEvent]:
    return (SealedEvent.of(leaf, one.event) for leaf, one in enumerate(archive.events))


def export(archive: Sealed, selection: Selection | None = None, size: int | None = None) -> Export:
    note = archive.objects[checkpoint_name(size or len(archive.events))]
    writer = Writer(selection or Selection(), note)
    data = b"".join(writer.chunks(leaves_of(archive)))
    return Export(writer.manifest(), data)


def careful_forgery(archive: Sealed, events: Sequence[SealedEvent], selection: Selection | None = None) -> Export:
    """An export of exactly these events, in this order, with every field of its manifest made to fit."""
    manifest = replace(
        export(archive, selection).manifest,
        count=len(events),
        first=Place.of(events[0]) if events else None,
        last=Place.of(events[-1]) if events else None,
    )
    return Export(manifest, b"").with_data(HEAD + b"".join(map(row, events)))


def check(archive: Sealed, made: Export) -> Findings:
    return check_bytes(archive, made.manifest.encode(), io.BytesIO(made.data))


def check_bytes(archive: Sealed, manifest: bytes, data: BinaryIO) -> Findings:
    findings = Findings()
    _check(archive, manifest, data, findings)
    return findings


def facts_of(archive: Sealed, made: Export) -> dict[str, str | int | None]:
    return _check(archive, made.manifest.encode(), io.BytesIO(made.data), Findings())


def _check(archive: Sealed, manifest: bytes, data: BinaryIO, findings: Findings) -> dict[str, str | int | None]:
    """As after a walk of the whole archive; what its objects hold may have been changed since."""
    sizes = {size_of(name) for name in archive.objects if is_checkpoint_name(name)}
    return check_export(
        MemoryCopy(archive.objects),
        sorted(filter(is_batch_name, archive.objects)),
        max(sizes, default=0),
        lambda size: archive.root(size) if size in sizes else None,
        manifest,
        data,
        findings,
    )


def verdict(archive: Sealed, made: Export) -> Verdict:
    return check(archive, made).verdict


def said(findings: Findings) -> str:
    return "\n".join(one.message for one in findings.kept)
