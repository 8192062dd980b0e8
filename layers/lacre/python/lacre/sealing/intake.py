"""What the archive does with a stretch of the table's stream: seal what is new, raise what was changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lacre.model.event import ReceiptedEvent
from lacre.recording.tampering import Alarms, Finding
from lacre.sealing.room import CheckpointTakenError
from lacre.sealing.sealer import Sealed, Sealer
from lacre.tlog.hashing import leaf_hash

RECORDED_ANEW = "RECORDED_ANEW"
FORGED_ROTATION = "FORGED_ROTATION"
CHECKPOINT_TAKEN = "CHECKPOINT_TAKEN"


@dataclass(frozen=True)
class Inserted:
    """A new row's event, and its sequence number in the stream, which nobody knows before it is written."""

    stored: ReceiptedEvent
    sequence: str


@dataclass(frozen=True)
class Intake:
    sealer: Sealer
    alarms: Alarms

    def take(self, inserted: Sequence[Inserted], findings: Sequence[Finding]) -> Sealed:
        """Idempotent. Raises StoreUnavailableError, SignerUnavailableError: the stretch is to be delivered again.

        Raises what Sealer.seal raises besides, too.
        """
        try:
            sealed = self.sealer.seal([one.stored for one in inserted])
        except CheckpointTakenError as error:
            # The finding is an event too: with it, the log gets past the name.
            self.alarms.record(_taken(error.name))
            raise
        told = map(_taken, sealed.avoided)
        for finding in (*_recorded_anew(sealed, inserted), *_forged(sealed), *told, *findings):
            self.alarms.record(finding)
        return sealed


def _recorded_anew(sealed: Sealed, inserted: Sequence[Inserted]) -> Iterator[Finding]:
    contradicting = {_identity(stored) for stored in sealed.contradicting}
    for one in inserted:
        event_id, leaf = _identity(one.stored)
        if (event_id, leaf) in contradicting:
            yield Finding(event_id, RECORDED_ANEW, f"{leaf.hex()} {one.sequence}")


def _forged(sealed: Sealed) -> Iterator[Finding]:
    for event_id, leaf in map(_identity, sealed.forged):
        yield Finding(event_id, FORGED_ROTATION, leaf.hex())


def _taken(name: str) -> Finding:
    return Finding(name, CHECKPOINT_TAKEN, name)


def _identity(stored: ReceiptedEvent) -> tuple[str, bytes]:
    return stored.event.header.id, leaf_hash(stored.event.header_bytes)
