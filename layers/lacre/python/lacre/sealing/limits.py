"""How long an object of either bucket can be: what is longer was put there by somebody else, and is not read."""

from lacre.model.header import MAXIMUM_BYTES as MAXIMUM_ENTRY_BYTES
from lacre.sealing.keyring import KEYS_FILE
from lacre.tlog.attachment import MAXIMUM_BYTES as MAXIMUM_ATTACHMENT_BYTES
from lacre.tlog.attachment import PREFIX as ATTACHMENTS
from lacre.tlog.batch import MAXIMUM_BYTES as MAXIMUM_BATCH_BYTES
from lacre.tlog.batch import PREFIX as BATCHES
from lacre.tlog.hashing import HASH_BYTES
from lacre.tlog.note import MAXIMUM_BYTES as MAXIMUM_NOTE_BYTES
from lacre.tlog.tiles import WIDTH

_BUNDLE_BYTES = WIDTH * (2 + MAXIMUM_ENTRY_BYTES)
_TILE_BYTES = WIDTH * HASH_BYTES
_KEYS_BYTES = 1024 * 1024


def public_limit(path: str) -> int:
    """The bytes of a bundle, a tile, the history of keys or a checkpoint at most."""
    if path.startswith("tile/entries/"):
        return _BUNDLE_BYTES
    if path.startswith("tile/"):
        return _TILE_BYTES
    return _KEYS_BYTES if path == KEYS_FILE else MAXIMUM_NOTE_BYTES


def archived_limit(name: str) -> int:
    """The bytes of a batch, an attachment, a checkpoint, a cosigned one or a timestamp at most."""
    if name.startswith(ATTACHMENTS):
        return MAXIMUM_ATTACHMENT_BYTES
    return MAXIMUM_BATCH_BYTES if name.startswith(BATCHES) else MAXIMUM_NOTE_BYTES
