"""Archives whose keys are rotated, and events that claim to rotate them."""

from collections.abc import Sequence

from lacre.model.actor import system_actor
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EntityType, EventSource
from lacre.tlog.batch import encode_batch
from lacre.tlog.checkpoint import Checkpoint, checkpoint_name
from lacre.tlog.key_manifest import write_manifest
from lacre.tlog.note import VerifierKey, add_signature, signature_line
from tests.unit.verifying.archives import BEGIN, ORIGIN, Sealed, private_key, receipt_of, receipted

SIGNERS = {name: private_key(f"log {name}") for name in "abcd"}
KEYS = {name: VerifierKey(ORIGIN, signer.public_key().public_bytes_raw()) for name, signer in SIGNERS.items()}


def note_of(size: int, root: bytes, by: str) -> bytes:
    """A checkpoint signed by these keys, in their order."""
    checkpoint = Checkpoint(ORIGIN, size, root)
    note = checkpoint.signed(KEYS[by[0]], SIGNERS[by[0]].sign)
    for name in by[1:]:
        signature = SIGNERS[name].sign(checkpoint.text().encode())
        note = add_signature(note, signature_line(ORIGIN, KEYS[name].key_id, signature))
    return note


def manifest(keys: str, by: str) -> str:
    return write_manifest(ORIGIN, [KEYS[name] for name in keys], KEYS[by], SIGNERS[by].sign).decode()


def rotation(number: int, note: str) -> ReceiptedEvent:
    """The event number n (as `make_event` counts), a KEY_ROTATED that holds a manifest."""
    draft = Draft(
        "KEY_ROTATED",
        system_actor("archive"),
        EventSource.SYSTEM,
        "00000000",
        "system",
        entity_type=EntityType.KEY,
        after={"manifest": note},
    )
    event = compose(draft, Stamp.of(BEGIN + number * 1000, number.to_bytes(26, "big")))
    return ReceiptedEvent(event, receipt_of(event))


def seal(archive: Sealed, events: Sequence[ReceiptedEvent], by: str) -> None:
    """One batch more, whose checkpoint these keys sign."""
    batch = encode_batch(len(archive.events), events)
    archive.put(batch)
    archive.starts.append(len(archive.events))
    archive.events += events
    publish(archive, by)


def publish(archive: Sealed, by: str) -> None:
    """Write the last checkpoint (anew), signed by these keys."""
    size = len(archive.events)
    archive.objects[checkpoint_name(size)] = note_of(size, archive.root(), by)


def seal_plain(archive: Sealed, count: int, by: str) -> None:
    first = len(archive.events)
    seal(archive, [receipted(number) for number in range(first, first + count)], by)


def seal_rotation(archive: Sealed, keys: str, signer: str, by: str) -> None:
    """A batch of two events, the second a rotation that `signer` signed; the checkpoint is signed by the keys `by`."""
    first = len(archive.events)
    seal(archive, [receipted(first), rotation(first + 1, manifest(keys, signer))], by)


def rotated_once() -> Sealed:
    """Size 3 by a; 5 by a, with the manifest {b}; 7 and 9 by b."""
    archive = Sealed()
    seal_plain(archive, 3, "a")
    seal_rotation(archive, "b", "a", "a")
    seal_plain(archive, 2, "b")
    seal_plain(archive, 2, "b")
    return archive


def rotated_with_overlap() -> Sealed:
    """Size 3 by a; 5 by a, with {a, b}; 7 by both, with {b} by b; 9 by both's successor b alone; 11 by b."""
    archive = Sealed()
    seal_plain(archive, 3, "a")
    seal_rotation(archive, "ab", "a", "a")
    seal_plain(archive, 2, "ab")
    seal_rotation(archive, "b", "b", "ab")
    seal_plain(archive, 2, "b")
    return archive
