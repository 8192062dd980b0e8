"""Where the bodies go that are larger than an event holds."""

from typing import Protocol


class Attachments(Protocol):
    """The write-once bucket under Object Lock, by names that are made of the content."""

    def keep_first(self, name: str, content: bytes) -> None:
        """Write an object unless its name is taken: what is there then has the same bytes, by how names are made.

        Raises StoreUnavailableError.
        """
        ...
