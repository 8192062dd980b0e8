"""Asking somebody else for the time."""

from typing import Protocol


class AuthorityUnavailableError(Exception):
    """The timestamp authority did not answer, or not as RFC 3161 over HTTP does."""


class TimestampAuthority(Protocol):
    def answer(self, request: bytes) -> bytes:
        """The DER of the TimeStampResp to a TimeStampReq, unchecked. Raises AuthorityUnavailableError."""
        ...
