"""What witnesses saw of the log: their cosignatures in the copy, against the roots that the copy proves.

A witness remembers what it cosigned, and the log cannot take that back: a cosigned root that is not the proven one is
a second history, a cosigned size that nothing here proves is an end that was cut off.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lacre.tlog.checkpoint import is_checkpoint_name, stated_tree
from lacre.tlog.cosignature import CosignerKey, cosigned_name, is_cosigned_name, open_cosignatures
from lacre.tlog.note import MAXIMUM_BYTES, NoteError
from lacre.verifying.source import Copy
from lacre.verifying.verdict import Findings

RootAt = Callable[[int], bytes | None]


@dataclass(frozen=True)
class Cosigned:
    """The largest size of the log that a witness cosigned, and when (ISO 8601); None where there is none."""

    key: CosignerKey
    size: int | None
    time: str | None


@dataclass(frozen=True)
class _Seen:
    """What a witness cosigned: `time` is in seconds since 1970."""

    name: str
    origin: str
    size: int
    root: bytes
    time: int


def check_cosigned(
    copy: Copy, names: Iterable[str], witnesses: Sequence[CosignerKey], root_at: RootAt, findings: Findings
) -> list[Cosigned]:
    """Hold the cosigned checkpoints of the witnesses asked for against `root_at`, the proven root at a signed size.

    Gives one for each witness, in their order. Raises SourceError.
    """
    sorted_names = sorted(names)
    origin = _origin(copy, sorted_names)
    by_key_id = _by_key_id(sorted_names)
    told = []
    for key in witnesses:
        largest: _Seen | None = None
        for seen in _opened(copy, by_key_id[key.key_id.hex()], key, findings):
            if _is_of_log(seen, origin, findings):
                _compare(seen, key, root_at, findings)
                largest = max(largest or seen, seen, key=lambda one: (one.size, one.time))
        if largest is None:
            findings.inconclusive(f"there is no checkpoint that the witness {key.name} cosigned")
        told.append(Cosigned(key, largest.size, _moment(largest.time)) if largest else Cosigned(key, None, None))
    return told


def _origin(copy: Copy, names: Sequence[str]) -> str | None:
    """Which log this is, as its last checkpoint says, whose signature is not checked here but where it is walked."""
    published = [name for name in names if is_checkpoint_name(name)]
    note = copy.read(published[-1], MAXIMUM_BYTES) if published else None
    return note.split(b"\n", 1)[0].decode(errors="replace") if note else None


def _by_key_id(names: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if is_cosigned_name(name):
            found[name.rpartition("-")[2]].append(name)
    return found


def _opened(copy: Copy, names: Sequence[str], key: CosignerKey, findings: Findings) -> Iterator[_Seen]:
    for name in names:
        note = copy.read(name, MAXIMUM_BYTES) or b""
        try:
            seen = _seen(name, note, key)
        except NoteError as error:
            findings.tampered(f"{name} is no checkpoint that {key.name} cosigned: {error}")
            continue
        if cosigned_name(seen.size, key) != name:
            findings.tampered(f"{name} holds the checkpoint of size {seen.size}")
        else:
            yield seen


def _seen(name: str, note: bytes, key: CosignerKey) -> _Seen:
    text, found = open_cosignatures(note, [key])
    if not found:
        raise NoteError("it bears no signature of its key")
    stated = stated_tree(note)
    if stated is None:
        raise NoteError("its text is none of a checkpoint")
    return _Seen(name, text.split("\n")[0], *stated, max(one.time for one in found))


def _is_of_log(seen: _Seen, origin: str | None, findings: Findings) -> bool:
    if origin is not None and seen.origin != origin:
        findings.tampered(f"{seen.name} is of another log ({seen.origin!a})")
        return False
    return True


def _compare(seen: _Seen, key: CosignerKey, root_at: RootAt, findings: Findings) -> None:
    root = root_at(seen.size)
    if root is None:
        at = _moment(seen.time)
        findings.inconclusive(f"the witness {key.name} saw size {seen.size} at {at}, and nothing here proves that size")
    elif root != seen.root:
        findings.tampered(f"the witness {key.name} saw another root for size {seen.size}: the log has two histories")


def _moment(time: int) -> str:
    """A witness may claim any time up to 2^63 - 1, and years end before that."""
    try:
        return datetime.fromtimestamp(time, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return f"{time} s after 1970"
