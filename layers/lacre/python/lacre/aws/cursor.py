"""Cursors: where a list goes on, opaque to callers."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from lacre.ports.paging import BadPositionError

_LONGEST = 2048


def to_cursor(position: str) -> str:
    return urlsafe_b64encode(position.encode()).rstrip(b"=").decode()


def position_of_cursor(cursor: str) -> str:
    """Raises BadPositionError for anything that `to_cursor` does not make."""
    try:
        position = urlsafe_b64decode(cursor[:_LONGEST].encode("ascii") + b"==").decode()
    except ValueError:
        raise BadPositionError from None
    if to_cursor(position) != cursor:
        raise BadPositionError
    return position
