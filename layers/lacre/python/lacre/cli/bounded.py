"""Reading what the auditor names: never more than it may have, be it a device that does not end."""

from pathlib import Path

TEXT_BYTES = 64 * 1024
"""More than any key, receipt or key file has."""

CERTIFICATE_BYTES = 1024 * 1024
DOCUMENT_BYTES = 256 * 1024 * 1024


class TooLargeError(OSError):
    """A file that has more bytes than one of its kind can have."""


def read_at_most(path: Path, limit: int) -> bytes:
    """A file's bytes. Raises OSError, and TooLargeError if there are more than `limit`."""
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise TooLargeError(f"{path} is larger than {limit} bytes")
    return content
