"""What witnessing needs: on the witness's side what it remembers, on the log's side who is asked and how."""

from dataclasses import dataclass
from typing import Protocol

from lacre.ports.sealing import Archive


@dataclass(frozen=True)
class Remembered:
    """The latest checkpoint of a log that a witness cosigned; `note` bears the log's signatures and its own."""

    size: int
    root: bytes
    note: bytes


class WitnessMemory(Protocol):
    """Logs are named by the SHA-256 of their origins in lower-case hex. Each method raises StoreUnavailableError."""

    def recall(self, log: str) -> Remembered | None:
        """By a consistent read; None if no checkpoint of this log was cosigned."""
        ...

    def replace(self, log: str, old: Remembered | None, new: Remembered) -> bool:
        """Durably remember `new` if what is remembered has still the size and root of `old`; False if it has not."""
        ...

    def keep_evidence(self, name: str, record: bytes) -> None:
        """Durably keep a record that tells against a log, under a name of [a-z0-9-]; the first under a name stays."""
        ...


@dataclass(frozen=True)
class Reply:
    """What a witness answered, not believed yet: at most 64 KiB of body."""

    status: int
    content_type: str
    body: bytes


class WitnessAwayError(Exception):
    """The witness did not answer, or not with an answer."""


class WitnessClient(Protocol):
    def add_checkpoint(self, url: str, body: bytes) -> Reply:
        """One POST to `<url>/add-checkpoint`, bounded in size. Raises WitnessAwayError.

        It can take for ever, one byte after the other: who calls it bounds the whole of what is asked.
        """
        ...


class CosignedArchive(Archive, Protocol):
    """The write-once archive, which also takes what is not made of its name: a cosignature has a time in it."""

    def keep_first(self, name: str, content: bytes) -> None:
        """Write an object unless the name is taken; what came first stays."""
        ...
