"""Which keys sign the log's checkpoints, by tree size: manifests in KEY_ROTATED leaves, each signed by a key before it.

A manifest is a C2SP signed note (https://c2sp.org/signed-note) whose text is

    lacre key manifest v1
    <origin>
    <vkey>
    [<vkey> ...]

and whose vkeys bear the origin as name. It is the member `manifest` of a KEY_ROTATED event's `after`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lacre.model import canonical
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import Event
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.tlog.note import NoteError, UnknownKeyError, VerifierKey, open_signatures, sign_note

ACTION = "KEY_ROTATED"
MAXIMUM_KEYS = 8
_TITLE = "lacre key manifest v1"
_MARK = f'"action":"{ACTION}"'.encode()


@dataclass(frozen=True)
class Generation:
    """Each of the keys signs every checkpoint of a size greater than `first_size`, in this order, until the next."""

    first_size: int
    keys: tuple[VerifierKey, ...]


def in_force(generations: Sequence[Generation], size: int) -> Generation:
    """The generation, of one or more in order, whose keys sign the checkpoint of `size`."""
    return next((one for one in reversed(generations) if one.first_size < size), generations[0])


def rotated(generations: Sequence[Generation], note: bytes, end: int) -> tuple[Generation, ...]:
    """The generations after a manifest that stands in a batch whose last leaf makes the tree one of `end` leaves.

    Of several that hold in one batch the last counts. A list of keys comes into force by a manifest once: manifests
    are public, and anybody who can record an event could bring an old one again. Raises NoteError, UnknownKeyError for
    one that changes nothing.
    """
    before = in_force(generations, end)
    keys = open_manifest(note, before.keys)
    settled = tuple(one for one in generations if one.first_size < end)
    if keys == before.keys:
        return settled
    if any(keys == one.keys for one in settled[1:]):
        raise NoteError("the manifest was in force before: it is a repetition")
    return (*settled, Generation(end, keys))


def write_manifest(origin: str, keys: Sequence[VerifierKey], by: VerifierKey, sign: Callable[[bytes], bytes]) -> bytes:
    """The note that brings `keys` into force, signed by one that is. Raises NoteError for what is no list of keys."""
    if not _is_list(origin, keys):
        raise NoteError(f"a manifest holds one to {MAXIMUM_KEYS} different keys, each of the log's origin")
    lines = [_TITLE, origin, *(key.encode() for key in keys)]
    return sign_note("\n".join(lines) + "\n", by, sign)


def open_manifest(note: bytes, in_force: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
    """The keys of a manifest that a key in force signed.

    Raises UnknownKeyError if none did, NoteError if the note is no manifest of this log or a signature is wrong.
    """
    text, found = open_signatures(note, in_force)
    if not found:
        raise UnknownKeyError("no key in force signed the manifest")
    title, _, rest = text.partition("\n")
    origin, _, listed = rest.partition("\n")
    keys = tuple(VerifierKey.decode(line) for line in listed.removesuffix("\n").split("\n"))
    if title != _TITLE or origin != in_force[0].name or not _is_list(origin, keys):
        raise NoteError("not a key manifest of this log")
    if listed != "".join(key.encode() + "\n" for key in keys):
        raise NoteError("a key is written otherwise than verifier keys are")
    return keys


def manifest_of(header: bytes, body: bytes) -> bytes | None:
    """The manifest's note in a leaf, from the event's stored bytes, its signature unchecked; None for other leaves."""
    if _MARK not in header:
        return None
    try:
        event = Event.stored(header, body)
        after = canonical.decode(body).get("after")
    except NotCanonicalError:
        return None
    kind = (event.header.action, event.header.source, event.header.entity_type, event.header.outcome)
    if kind != (ACTION, EventSource.SYSTEM, EntityType.KEY, Outcome.SUCCEEDED) or not isinstance(after, dict):
        return None
    manifest = after.get("manifest")
    return manifest.encode() if isinstance(manifest, str) else None


def _is_list(origin: str, keys: Sequence[VerifierKey]) -> bool:
    # By key id: two keys that a signature line cannot tell apart are as good as one.
    distinct = len({key.key_id for key in keys}) == len(keys)
    return 0 < len(keys) <= MAXIMUM_KEYS and distinct and all(key.name == origin for key in keys)
