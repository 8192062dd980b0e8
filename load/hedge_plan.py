"""What the users of a locust process are to ask, handed to it as a file."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """One request, sent `times` in a row under its name. A POST if it has a body, which is JSON text.

    Its answer is the same every time, unless `is_paged`: then the cursor is followed to the end, each page a sample.
    """

    name: str
    url: str
    body: str | None = None
    times: int = 1
    is_paged: bool = False


@dataclass(frozen=True)
class Plan:
    """So many rounds of the steps, in turn, by a caller with this token."""

    steps: Sequence[Step]
    token: str
    rounds: int = 1

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls, path: Path) -> "Plan":
        members = json.loads(path.read_text())
        return cls(**{**members, "steps": [Step(**one) for one in members["steps"]]})
