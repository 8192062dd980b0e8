"""What somebody wrote about an alert or a case."""

from typing import NamedTuple


class Note(NamedTuple):
    """`at` is UTC with milliseconds, `by` a user's id."""

    at: str
    by: str
    text: str
