"""Points in time as the log writes them: UTC, milliseconds, RFC 3339 with a Z."""

import re
from datetime import UTC, datetime

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", re.ASCII)


def to_text(milliseconds: int) -> str:
    """`2026-11-22T09:30:00.123Z` for milliseconds since 1970-01-01T00:00Z."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


def to_milliseconds(text: str) -> int:
    """Milliseconds since 1970-01-01T00:00Z of a moment in exactly the form of `to_text`.

    Raises ValueError for any other form.
    """
    if not _FORM.fullmatch(text):
        raise ValueError(f"not a UTC moment with milliseconds: {len(text)} characters")
    moment = datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    return int(moment.timestamp()) * 1000 + int(text[20:23])
