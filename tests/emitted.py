"""Which codes of the catalogue the tests really record: a code that nothing emits is an empty promise.

With `--note-emitted`, `tests/conftest.py` notes each composed draft; `python -m tests.emitted` compares them, after
all tiers of `make test-fast`, with the catalogue. Tiers that run beside those note nothing.
"""

import json
import sys
from pathlib import Path

from lacre.model.action import CATALOGUE

NOTES = Path(".local/emitted")


def note(worker: str, codes: set[str]) -> None:
    NOTES.mkdir(parents=True, exist_ok=True)
    (NOTES / f"{worker}.json").write_text(json.dumps(sorted(codes)))


def emitted() -> set[str]:
    return {code for path in NOTES.glob("*.json") for code in json.loads(path.read_text())}


def main() -> int:
    found = emitted()
    never = set(CATALOGUE) - found
    for code in sorted(never):
        sys.stdout.write(f"{code} is in the catalogue, and no test makes the product record it\n")
    sys.stdout.write(f"{len(found)} of {len(CATALOGUE)} codes are recorded by tests\n")
    return 1 if never else 0


if __name__ == "__main__":
    sys.exit(main())
