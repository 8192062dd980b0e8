"""A copy of the archive bucket, as a directory or a zip file. Everything in it may have been made by an attacker.

Nothing is extracted, no link is followed, and no read takes more memory than its caller allows.
"""

import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

FOLDERS = ("attachments", "batches", "checkpoints", "cosigned", "timestamps")
LISTING = "versions.json"


class SourceError(Exception):
    """The copy cannot be read, or holds what no copy of an archive holds."""


class Copy(Protocol):
    """The objects of a copied bucket by name."""

    def names(self) -> Sequence[str]:
        """What lies directly in the log's folders, sorted. Raises SourceError."""
        ...

    def read(self, name: str, limit: int) -> bytes | None:
        """An object's bytes, None if there is no such object. Raises SourceError if it has more than `limit`."""
        ...


@contextmanager
def open_copy(path: Path) -> Iterator[Copy]:
    """The copy at a path. Raises SourceError."""
    if path.is_dir():
        yield DirectoryCopy(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield ZipCopy(archive)
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"neither a directory nor a zip file that can be read ({type(error).__name__})") from None


class DirectoryCopy:
    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> Sequence[str]:
        return sorted(name for folder in FOLDERS for name in self._names_in(folder))

    def _names_in(self, folder: str) -> Iterator[str]:
        path = self._root / folder
        if path.is_symlink():
            raise SourceError(f"{folder} is a symbolic link")
        if not path.is_dir():
            return
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_symlink():
                    raise SourceError(f"{folder} holds a symbolic link")
                if entry.is_file(follow_symlinks=False):
                    yield f"{folder}/{entry.name}"

    def read(self, name: str, limit: int) -> bytes | None:
        try:
            # O_NONBLOCK: a named pipe put in an object's place must not make the verifier wait for ever.
            handle = os.open(self._root / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceError(f"{name!a} cannot be read ({type(error).__name__})") from None
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(f"{name!a} is not a regular file")
            return _at_most(limit, file.read(min(limit, status.st_size) + 1), name)


class ZipCopy:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        infos = archive.infolist()
        repeated = [name for name, count in Counter(info.filename for info in infos).items() if count > 1]
        if repeated:
            raise SourceError("the zip file holds one name twice: which object is meant depends on who reads it")
        if any(_is_hostile(info) for info in infos):
            raise SourceError("the zip file holds a link, or a name that leads out of it")

    def names(self) -> Sequence[str]:
        found = (info.filename for info in self._archive.infolist() if not info.is_dir())
        return sorted(name for name in found if name.split("/")[0] in FOLDERS and name.count("/") == 1)

    def read(self, name: str, limit: int) -> bytes | None:
        try:
            with self._archive.open(name) as file:
                return _at_most(limit, file.read(limit + 1), name)
        except KeyError:
            return None
        # RuntimeError is an encrypted member, NotImplementedError a compression that Python does not have.
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise SourceError(f"{name!a} cannot be unpacked ({type(error).__name__})") from None


def _at_most(limit: int, content: bytes, name: str) -> bytes:
    if len(content) > limit:
        raise SourceError(f"{name!a} is larger than {limit} bytes")
    return content


def _is_hostile(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    return stat.S_ISLNK(info.external_attr >> 16) or ".." in parts or parts[0] == "" or "\\" in info.filename
