"""Where the local AWS keeps its files: all under `.local/`, which is never committed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"

EMULATOR = LOCAL / "aws"
ASSEMBLY = LOCAL / "assembly"
RUN = LOCAL / "run"
STACK_FILE = LOCAL / "stack.json"


def shown(path: Path) -> str:
    """The path as a person in the repository would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
