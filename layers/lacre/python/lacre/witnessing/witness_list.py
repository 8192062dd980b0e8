"""The witnesses that a log asks, as text: one `<vkey> <url>` a line, or `none`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lacre.tlog.cosignature import CosignerKey
from lacre.tlog.note import NoteError

NONE = "none"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_MAXIMUM = 16
_VISIBLE = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class WitnessAt:
    """A witness that the log asks: its key, and the prefix of its add-checkpoint, without a slash at the end."""

    key: CosignerKey
    url: str


class WitnessListError(ValueError):
    """A list of witnesses that says something else than keys and addresses."""


def read_witness_list(text: str) -> Sequence[WitnessAt]:
    """The witnesses of a text. Raises WitnessListError, which names the line."""
    if text.strip() == NONE:
        return ()
    lines = [line.strip() for line in text.splitlines()]
    found = [_witness(number, line) for number, line in enumerate(lines, start=1) if line]
    if not found:
        raise WitnessListError(f"the list of witnesses is empty: write `{NONE}` if there shall be none")
    if len(found) > _MAXIMUM:
        raise WitnessListError(f"more than {_MAXIMUM} witnesses: a note bears no more signatures")
    if len({witness.key.name for witness in found}) != len(found):
        raise WitnessListError("a witness stands in the list twice")
    return found


def is_allowed_url(url: str) -> bool:
    """https, or http to this machine; no user, query or fragment."""
    try:
        parts = urlsplit(url)
        port_is_good = parts.port != 0
    except ValueError:
        return False
    is_plain = parts.username is None and not parts.query and not parts.fragment and port_is_good
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    return is_plain and is_safe and bool(parts.hostname) and bool(_VISIBLE.fullmatch(url))


def _witness(number: int, line: str) -> WitnessAt:
    vkey, _, url = line.partition(" ")
    try:
        key = CosignerKey.decode(vkey)
    except NoteError as error:
        raise WitnessListError(f"line {number}: {error}") from None
    if not is_allowed_url(url):
        raise WitnessListError(f"line {number}: the address is neither https nor http on this machine")
    return WitnessAt(key, url.rstrip("/"))
