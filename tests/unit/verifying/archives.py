"""Sealed archives in memory, made as the sealer makes them, to be copied, tampered with and verified."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lacre.model.actor import system_actor
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import Event, ReceiptedEvent
from lacre.model.header import Header
from lacre.model.moment import to_milliseconds
from lacre.model.vocabulary import EventSource
from lacre.tlog.batch import Batch, encode_batch
from lacre.tlog.checkpoint import Checkpoint, checkpoint_name
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.receipt import PROMISE_MS, Delegation, Receipt, delegation_message, write_receipt

ORIGIN = "lacre.example.com/test"
BEGIN = 1_790_000_000_000
HOUR = 3_600_000


def private_key(word: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())


LOG_KEY, RECEIPT_KEY, DELEGATE_KEY = private_key("log"), private_key("receipt"), private_key("delegate")
KEY = VerifierKey(ORIGIN, LOG_KEY.public_key().public_bytes_raw())
RECEIPT_PUBLIC = RECEIPT_KEY.public_key().public_bytes_raw()


def make_event(number: int, job: str = "heartbeat") -> Event:
    """The event number n, recorded n seconds after BEGIN."""
    draft = Draft("SYSTEM_JOB_RUN", system_actor("sweep"), EventSource.SCHEDULE, job, "system")
    return compose(draft, Stamp.of(BEGIN + number * 1000, hashlib.sha256(str(number).encode()).digest()[:26]))


def receipt_of(event: Event, expires_at: int | None = None, root: Ed25519PrivateKey = RECEIPT_KEY) -> str:
    recorded_at = to_milliseconds(event.header.recorded_at)
    expiry = (recorded_at // HOUR + 1) * HOUR if expires_at is None else expires_at
    public = DELEGATE_KEY.public_key().public_bytes_raw()
    delegation = Delegation(public, expiry, root.sign(delegation_message(public, expiry)))
    receipt = Receipt(event.header.id, leaf_hash(event.header_bytes), recorded_at, recorded_at + PROMISE_MS)
    return write_receipt(receipt, delegation, DELEGATE_KEY)


def receipted(number: int, job: str = "heartbeat") -> ReceiptedEvent:
    event = make_event(number, job)
    return ReceiptedEvent(event, receipt_of(event))


def with_header(stored: ReceiptedEvent, **changes: str) -> ReceiptedEvent:
    """The event with another header and everything else as it was: an edit that leaves the body alone."""
    header: Header = replace(stored.event.header, **changes)  # type: ignore[arg-type] # names are checked at run time
    return replace(stored, event=Event.of(header, stored.event.body_bytes))


def with_body(stored: ReceiptedEvent, body: bytes) -> ReceiptedEvent:
    return replace(stored, event=replace(stored.event, body_bytes=body))


def signed_checkpoint(size: int, root: bytes, signer: Ed25519PrivateKey = LOG_KEY, key: VerifierKey = KEY) -> bytes:
    return Checkpoint(key.name, size, root).signed(key, signer.sign)


@dataclass
class Sealed:
    """An archive: its objects by name, the events in the order of their leaves, and where each batch starts."""

    objects: dict[str, bytes] = field(default_factory=dict)
    events: list[ReceiptedEvent] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def seal(self, events: Sequence[ReceiptedEvent]) -> None:
        batch = encode_batch(len(self.events), events)
        self.starts.append(len(self.events))
        self.events += events
        self.objects[batch.name] = batch.content
        self.objects[checkpoint_name(len(self.events))] = signed_checkpoint(len(self.events), self.root())

    def root(self, size: int | None = None) -> bytes:
        hashes = [leaf_hash(stored.event.header_bytes) for stored in self.events[:size]]
        return root_hash(extended(0, (), hashes)[1])

    def batch_name(self, start: int) -> str:
        return next(name for name in self.objects if name.startswith(f"batches/{start:020d}-"))

    def put(self, batch: Batch) -> None:
        self.objects[batch.name] = batch.content

    def rewrite(self, start: int, events: Sequence[ReceiptedEvent]) -> None:
        """Replace a batch by one of other events, named as its new bytes demand."""
        del self.objects[self.batch_name(start)]
        self.put(encode_batch(start, events))

    def listing(self) -> dict[str, list[dict[str, object]]]:
        versions = [{"Key": name, "VersionId": "1", "IsLatest": True} for name in sorted(self.objects)]
        return {"Versions": versions, "DeleteMarkers": []}


def sealed(*sizes: int) -> Sealed:
    """An archive of batches of these sizes."""
    archive = Sealed()
    for size in sizes:
        first = len(archive.events)
        archive.seal([receipted(number) for number in range(first, first + size)])
    return archive


def write_directory(archive: Sealed, root: Path, listing: object = None) -> Path:
    """A copy as a directory; the listing is that of the objects unless another is given."""
    root.mkdir(parents=True, exist_ok=True)
    for name, content in _files(archive, listing):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def write_zip(archive: Sealed, path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as target:
        for name, content in _files(archive, None):
            target.writestr(name, content)
    return path


def _files(archive: Sealed, listing: object) -> Iterable[tuple[str, bytes]]:
    yield from archive.objects.items()
    yield "versions.json", json.dumps(archive.listing() if listing is None else listing).encode()
