"""An archive of very many events for the benches: real formats and signatures, the events made from a few templates.

To compose an event takes longer than to verify it, so each is a template in which id, times, nonce and checksum are
replaced: distinct ids, bodies that their headers bind, receipts that the receipt key stands behind (one delegate).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lacre.model.actor import system_actor
from lacre.model.composition import NONCE_BYTES, Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import Event, ReceiptedEvent, checksum
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.moment import to_text
from lacre.model.vocabulary import EventSource
from lacre.tlog.batch import encode_batch
from lacre.tlog.checkpoint import Checkpoint, checkpoint_name
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.receipt import PROMISE_MS, Delegation, Receipt, delegation_message, write_receipt
from tests.fakes.drafts import CLERK, agent_created

ORIGIN = "lacre.example.com/bench"
BEGIN = 1_790_000_000_000
APART_MS = 50
"""Between two events: twenty a second."""

IN_A_BATCH = 200
"""As many as the stream hands over at once."""

FAR_OFF = 2_000_000_000_000


def _key(word: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())


LOG_KEY, RECEIPT_KEY, DELEGATE = _key("log"), _key("receipt"), _key("delegate")
KEY = VerifierKey(ORIGIN, LOG_KEY.public_key().public_bytes_raw())
RECEIPT_PUBLIC = RECEIPT_KEY.public_key().public_bytes_raw()


@dataclass(frozen=True)
class _Template:
    event: Event
    nonce: str

    def filled(self, number: int) -> ReceiptedEvent:
        digest = hashlib.sha256(number.to_bytes(8, "big")).digest()
        recorded_at = BEGIN + number * APART_MS
        event_id, was = uuid7(recorded_at, digest[:ENTROPY_BYTES]), self.event.header
        body = self.event.body_bytes.replace(self.nonce.encode(), digest[:NONCE_BYTES].hex().encode())
        header = self.event.header_bytes.decode().replace(was.id, event_id).replace(was.checksum, checksum(body))
        header_bytes = header.replace(was.recorded_at, to_text(recorded_at)).encode()
        event = Event(was, header_bytes, body)
        receipt = Receipt(event_id, leaf_hash(header_bytes), recorded_at, recorded_at + PROMISE_MS)
        return ReceiptedEvent(event, write_receipt(receipt, _delegation(), DELEGATE))


@cache
def _delegation() -> Delegation:
    public = DELEGATE.public_key().public_bytes_raw()
    return Delegation(public, FAR_OFF, RECEIPT_KEY.sign(delegation_message(public, FAR_OFF)))


@cache
def _templates() -> Sequence[_Template]:
    place = {"province": "Zambézia", "district": "Quelimane"}
    agent = {"name": "Lina Conceição", "phone": "+258840000001", "status": "ACTIVE", **place}
    updated = Draft(
        action="UPDATE_AGENT",
        actor=CLERK,
        source=EventSource.API,
        entity_id="a-17",
        ip_address="192.0.2.7",
        before={**agent, "version": 1},
        after={**agent, "name": "Lina A. Conceição", "version": 2},
        request={"name": "Lina A. Conceição"},
    )
    heartbeat = Draft("SYSTEM_JOB_RUN", system_actor("sweep"), EventSource.SCHEDULE, "heartbeat", "system")
    stamp = Stamp.of(0, hashlib.sha256(b"template").digest()[: Stamp.ENTROPY_BYTES])
    return [_Template(compose(draft, stamp), stamp.nonce.hex()) for draft in (updated, agent_created(1), heartbeat)]


def _make_batch(root: Path, start: int, end: int) -> list[bytes]:
    """Write the batch of these events; gives its leaf hashes."""
    templates = _templates()
    events = [templates[number % len(templates)].filled(number) for number in range(start, end)]
    batch = encode_batch(start, events)
    (root / batch.name).write_bytes(batch.content)
    return [leaf_hash(stored.event.header_bytes) for stored in events]


def write_archive(root: Path, events: int) -> None:
    """A copy of an archive of so many events, with its version listing."""
    for folder in ("batches", "checkpoints"):
        (root / folder).mkdir(parents=True)
    starts = range(0, events, IN_A_BATCH)
    ends = [min(start + IN_A_BATCH, events) for start in starts]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        _write_checkpoints(root, pool.map(_make_batch, [root] * len(starts), starts, ends, chunksize=16))
    write_listing(root)


def write_listing(root: Path) -> None:
    names = sorted(path.relative_to(root).as_posix() for path in root.glob("*/*"))
    versions = [{"Key": name, "VersionId": "1", "IsLatest": True} for name in names]
    (root / "versions.json").write_text(json.dumps({"Versions": versions, "DeleteMarkers": []}))


def _write_checkpoints(root: Path, grown: Iterator[list[bytes]]) -> None:
    size, frontier = 0, ()  # type: tuple[int, tuple[bytes, ...]]
    for hashes in grown:
        size, frontier = extended(size, frontier, hashes)
        note = Checkpoint(ORIGIN, size, root_hash(frontier)).signed(KEY, LOG_KEY.sign)
        (root / checkpoint_name(size)).write_bytes(note)
