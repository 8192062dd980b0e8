"""Room for a checkpoint: what stands under its name in the archive can never be replaced, so a claim leads round it."""

from dataclasses import dataclass

from lacre.ports.sealing import Head
from lacre.sealing.beginning import LostHeadError, is_behind
from lacre.sealing.publication import Publisher
from lacre.tlog.checkpoint import PREFIX, checkpoint_name


class CheckpointTakenError(Exception):
    """Somebody else's objects stand under the names of all checkpoints that the delivery could end in.

    Nothing was claimed. The delivery is to come again: together with more events, or once others made the log grow,
    it can end behind them. Until then the reconciliation finds its events unsealed, and feeds them together with all
    others that are. `name` is the first that is taken.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"what the log did not write stands in the way of its next checkpoints, from {name} on")
        self.name = name


@dataclass(frozen=True)
class Room:
    """How many events a batch may hold, and the first name of those that it had to be cut short of."""

    count: int
    avoided: str | None = None


def room_for(at: Publisher, head: Head, count: int) -> Room | None:
    """At most `count` events after the head, so that the checkpoint's name is free; None if the head moved meanwhile.

    One request as long as the name is free. Raises CheckpointTakenError; LostHeadError if it is the log's own
    checkpoint that stands there; StoreUnavailableError.
    """
    wanted = checkpoint_name(head.size + count)
    if not at.archive.has(wanted):
        return Room(count)
    if is_behind(at, head):
        raise LostHeadError("the archive holds a checkpoint of more than the head knows of")
    if at.heads.read().version != head.version:
        return None
    taken = {name for name in at.archive.names(PREFIX, checkpoint_name(head.size)) if name <= wanted}
    free = next((one for one in range(count, 0, -1) if checkpoint_name(head.size + one) not in taken), 0)
    first = checkpoint_name(head.size + free + 1)
    if not free:
        raise CheckpointTakenError(first)
    return Room(free, first)
