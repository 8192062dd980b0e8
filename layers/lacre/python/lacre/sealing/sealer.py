"""The five steps of sealing (docs/architecture.md): finish, drop, write, claim, publish. No lease is needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.event import ReceiptedEvent
from lacre.ports.sealing import Archive, Head, HeadStore, LeafIndex
from lacre.sealing.beginning import read_head
from lacre.sealing.claim import UnsealableBatchError, claimed, readable_batch
from lacre.sealing.order import Delivery, sort_out
from lacre.sealing.publication import Publisher
from lacre.sealing.room import room_for
from lacre.sealing.rotations import forged, manifests
from lacre.tlog.batch import MAXIMUM_BYTES, fitting
from lacre.tlog.key_manifest import in_force

_ATTEMPTS = 20


class SealingContentionError(Exception):
    """Other sealers were faster twenty times in a row; the batch is to be delivered again."""


@dataclass(frozen=True)
class Sealed:
    """What a delivery became: the head after it, and the events that it added.

    `contradicting` are those whose id stands in the log with other bytes, `forged` those that stand in the log and
    claim a rotation of its keys that no key in force signed. `avoided` are names of checkpoints that somebody else's
    objects were found to stand under, so that the log was led round them.
    """

    head: Head
    fresh: tuple[ReceiptedEvent, ...]
    contradicting: tuple[ReceiptedEvent, ...]
    forged: tuple[ReceiptedEvent, ...]
    avoided: tuple[str, ...] = ()

    @property
    def added(self) -> int:
        return len(self.fresh)

    @property
    def oldest(self) -> str | None:
        """The earliest recorded_at of what was added."""
        return self.fresh[0].event.header.recorded_at if self.fresh else None


@dataclass(frozen=True)
class _Claim:
    """The head that was claimed, with the events that it adds."""

    head: Head
    part: tuple[ReceiptedEvent, ...]
    avoided: str | None


@dataclass(frozen=True)
class Sealer:
    heads: HeadStore
    leaves: LeafIndex
    archive: Archive
    publisher: Publisher
    maximum_bytes: int = MAXIMUM_BYTES

    def seal(self, events: Sequence[ReceiptedEvent]) -> Sealed:
        """Every event of the delivery is in the log, and under a checkpoint, when this returns.

        Repeating it, with the same events or a different cut of them, from one sealer or several, ends in the same
        log. Raises StoreUnavailableError, SignerUnavailableError; then the delivery is to be repeated. Raises what
        finish raises, UnsealableBatchError and MissingKeyError; then nothing was locked away, and somebody has to look.
        Raises CheckpointTakenError; then the delivery is to come again with other events.
        """
        added: tuple[ReceiptedEvent, ...] = ()
        avoided: tuple[str, ...] = ()
        lost = 0
        while lost < _ATTEMPTS:
            head = self.finish()
            delivery = self._sort_out(events)
            if not delivery.fresh:
                return Sealed(head, added, delivery.contradicting, self._forged(events), avoided)
            # More than a batch may hold takes several, each claimed and published on its own.
            claim = self._claim(head, delivery.fresh[: fitting(delivery.fresh, self.maximum_bytes)])
            if claim is None:
                lost += 1
                continue
            added += claim.part
            avoided += (claim.avoided,) if claim.avoided else ()
            head = self.publisher.publish(claim.head, claim.part)
            if len(claim.part) == len(delivery.fresh):
                return Sealed(head, added, delivery.contradicting, self._forged(events), avoided)
        raise SealingContentionError

    def finish(self) -> Head:
        """Publish what a sealer claimed and did not get to publish.

        Raises LostHeadError, TwoRootsError, IncompleteLogError, MissingKeyError.
        """
        head = read_head(self.publisher)
        while head.published < head.size:
            head = self.publisher.publish(head)
        self.publisher.check_keys(head)
        return head

    def _sort_out(self, events: Sequence[ReceiptedEvent]) -> Delivery:
        return sort_out(events, self.leaves.sealed([stored.event.header.id for stored in events]))

    def _forged(self, events: Sequence[ReceiptedEvent]) -> tuple[ReceiptedEvent, ...]:
        # Of all that was delivered, not of what is fresh: a sealer may have died before it told of them.
        rotations = manifests(events)
        if not rotations:
            return ()
        rows = self.leaves.sealed([stored.event.header.id for stored, _ in rotations])
        # Read after the rows, which come after their claim: so it knows the keys before each of them.
        return forged(rotations, rows, self.publisher.keyring.generations(self.heads.read()))

    def _claim(self, head: Head, events: Sequence[ReceiptedEvent]) -> _Claim | None:
        """Claim as many of the events as the archive has room for; None if another sealer was faster."""
        keyring = self.publisher.keyring
        generations = keyring.generations(head)
        # Rather no claim than one that this sealer cannot publish.
        keyring.pairs(in_force(generations, head.size + 1).keys)
        if not events:
            raise UnsealableBatchError("an event is larger than a batch may be")
        room = room_for(self.publisher, head, len(events))
        if room is None:
            return None
        part = tuple(events[: room.count])
        batch = readable_batch(head.size, part)
        times = {
            "first-recorded-at": part[0].event.header.recorded_at,
            "last-recorded-at": part[-1].event.header.recorded_at,
        }
        self.archive.put(batch.name, batch.content, times)
        claim = claimed(head, batch, part, generations)
        return _Claim(claim, part, room.avoided) if self.heads.advance(head, claim) else None
