"""The logs that a witness cosigns: one vkey a line, several of one name while that log rotates its keys, or `none`."""

from collections.abc import Mapping, Sequence

from lacre.tlog.note import NoteError, VerifierKey

NONE = "none"

KnownLogs = Mapping[str, Sequence[VerifierKey]]
"""The keys that a witness trusts, by the origin, which is their name."""


class KnownLogsError(ValueError):
    """A list of logs that says something else than keys."""


def read_known_logs(text: str) -> KnownLogs:
    """The logs of a text. Raises KnownLogsError, which names the line."""
    if text.strip() == NONE:
        return {}
    keys = [_key(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not keys:
        raise KnownLogsError(f"the list of logs is empty: write `{NONE}` if there shall be none")
    return by_origin(keys)


def by_origin(keys: Sequence[VerifierKey]) -> KnownLogs:
    return {key.name: tuple(other for other in keys if other.name == key.name) for key in keys}


def _key(number: int, line: str) -> VerifierKey:
    try:
        return VerifierKey.decode(line)
    except NoteError as error:
        raise KnownLogsError(f"line {number}: {error}") from None
