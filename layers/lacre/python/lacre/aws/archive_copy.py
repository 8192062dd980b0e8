"""Copying the archive bucket to a directory that `lacre verify` reads, with the bucket's version listing.

A copy can be taken up again: what is there whole is not fetched again. The listing is written last, so that a copy
without one is a copy that was not finished.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lacre.tlog.attachment import PREFIX as ATTACHMENTS
from lacre.tlog.batch import is_batch_name, start_of
from lacre.tlog.checkpoint import PREFIX as CHECKPOINTS
from lacre.tlog.checkpoint import is_checkpoint_name, size_of
from lacre.verifying.listing import is_log_name
from lacre.verifying.source import LISTING

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_ATTEMPTS = 10
_AT_ONCE = 8

Entry = dict[str, Any]


@dataclass(frozen=True)
class Copied:
    """`settled` says that the log stood still while it was listed; `others` were listed and not fetched."""

    fetched: int
    kept: int
    others: int
    settled: bool


@dataclass(frozen=True)
class _Listed:
    versions: list[Entry]
    markers: list[Entry]

    def checkpoints(self) -> list[str]:
        return sorted(entry["Key"] for entry in self.versions if is_checkpoint_name(entry["Key"]))

    def ends_in_checkpoint(self) -> bool:
        """Whether no batch starts where the last checkpoint ends: such a batch is still being published."""
        size = max(map(size_of, self.checkpoints()), default=0)
        return all(start_of(entry["Key"]) < size for entry in self.versions if is_batch_name(entry["Key"]))


def copy_archive(client: "S3Client", bucket: str, target: Path, pause: Callable[[], None]) -> Copied:
    """Copy what is the log's, in its latest versions, and write the listing of all versions.

    `pause` is called between attempts to list a log that is growing. Raises botocore's errors and OSError.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / LISTING).unlink(missing_ok=True)
    listed, settled = _list_settled(client, bucket, pause)
    latest = [entry for entry in listed.versions if entry["IsLatest"]]
    wanted = [entry for entry in latest if is_log_name(entry["Key"])]
    absent = [entry for entry in wanted if not _is_whole(target / entry["Key"], entry["Size"])]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(lambda entry: _fetch(client, bucket, entry, target), absent):
            pass
    _write(target / LISTING, _document(listed))
    return Copied(len(absent), len(wanted) - len(absent), len(latest) - len(wanted), settled)


def _list_settled(client: "S3Client", bucket: str, pause: Callable[[], None]) -> tuple[_Listed, bool]:
    """A listing is made page by page: it is one moment's if the checkpoints were the same before and after."""
    for attempt in range(_ATTEMPTS):
        if attempt:
            pause()
        before = _list(client, bucket, CHECKPOINTS).checkpoints()
        listed = _list(client, bucket, "")
        if listed.checkpoints() == before and listed.ends_in_checkpoint():
            return listed, True
    # Attachments come first in a listing, and are there before any event that names them: those of the events that
    # were listed after them are looked for again.
    again, others = _list(client, bucket, ATTACHMENTS), _without(listed, ATTACHMENTS)
    return _Listed([*again.versions, *others.versions], [*again.markers, *others.markers]), False


def _without(listed: _Listed, prefix: str) -> _Listed:
    versions, markers = (
        [entry for entry in entries if not entry["Key"].startswith(prefix)]
        for entries in (listed.versions, listed.markers)
    )
    return _Listed(versions, markers)


def _list(client: "S3Client", bucket: str, prefix: str) -> _Listed:
    pages = list(client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix))
    versions = (entry for page in pages for entry in page.get("Versions", ()))
    markers = (entry for page in pages for entry in page.get("DeleteMarkers", ()))
    return _Listed(
        [_entry(one, ("Key", "VersionId", "IsLatest", "LastModified", "Size", "ETag")) for one in versions],
        [_entry(one, ("Key", "VersionId", "IsLatest", "LastModified")) for one in markers],
    )


def _entry(listed: Any, fields: Iterable[str]) -> Entry:
    entry = {field: listed[field] for field in fields}
    return {**entry, "LastModified": entry["LastModified"].isoformat()}


def _is_whole(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _fetch(client: "S3Client", bucket: str, entry: Entry, target: Path) -> None:
    answer = client.get_object(Bucket=bucket, Key=entry["Key"], VersionId=entry["VersionId"])
    _write(target / entry["Key"], answer["Body"].iter_chunks())


def _document(listed: _Listed) -> Iterator[bytes]:
    yield json.dumps({"Versions": listed.versions, "DeleteMarkers": listed.markers}, indent=1).encode()


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Renamed when whole: a file that is there was not cut off.
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.writelines(chunks)
    part.replace(path)
