"""The console's static files: few and small, read once; a page names them by content, so they may be kept for long."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class StaticFile:
    name: str
    media_type: str
    content: bytes

    @cached_property
    def address(self) -> str:
        """Below the console's root; it changes with the content."""
        return f"static/{self.name}?v={hashlib.sha256(self.content).hexdigest()[:12]}"


FILES = tuple(StaticFile(path.name, _MEDIA_TYPES[path.suffix], path.read_bytes()) for path in sorted(_FOLDER.iterdir()))
_BY_NAME = {file.name: file for file in FILES}


def address_of(name: str) -> str:
    """Where a page finds a file. Raises KeyError for one that is not there."""
    return _BY_NAME[name].address
