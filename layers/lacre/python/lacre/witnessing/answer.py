"""What a witness answers over HTTP, whatever carries it."""

from dataclasses import dataclass

TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """A status, and a body that ends in a newline.

    `kept` names evidence that was kept, of a fork if `is_fork` and of nothing yet if not; `fault` says what was away.
    They are for the witness's operator alone.
    """

    status: int
    body: str
    content_type: str = TEXT_TYPE
    kept: str | None = None
    is_fork: bool = False
    fault: str | None = None


class RefusedError(Exception):
    """A request that is not granted, with the answer to it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.answer = Answer(status, f"{reason}\n")
