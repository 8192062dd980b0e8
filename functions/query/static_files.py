"""The console's static files: few and small, read once; a page names them by content, so they may be kept for long."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"


@dataclass(frozen=True)
class StaticFile:
    name: str
    media_type: str
    content: bytes

    @property
    def address(self) -> str:
        """Below the console's root; it changes with the content."""
        return f"static/{self.name}?v={hashlib.sha256(self.content).hexdigest()[:12]}"


def _file(name: str, media_type: str) -> StaticFile:
    return StaticFile(name, media_type, (_FOLDER / name).read_bytes())


STYLE = _file("console.css", "text/css")
SEAL = _file("seal.svg", "image/svg+xml")
FILES = (STYLE, SEAL)
