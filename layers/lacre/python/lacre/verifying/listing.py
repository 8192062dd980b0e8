"""The bucket's version listing: whether anything of the log was overwritten or deleted, or is not in the copy.

`versions.json` has the form that `aws s3api list-object-versions` prints, so that an auditor can make it with a
foreign tool: {"Versions": [{"Key": ...}, ...], "DeleteMarkers": [{"Key": ...}, ...]}.
"""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from lacre.tlog.attachment import is_attachment_name
from lacre.tlog.batch import is_batch_name, start_of
from lacre.tlog.checkpoint import is_checkpoint_name
from lacre.tlog.cosignature import is_cosigned_name
from lacre.tlog.timestamp_name import is_timestamp_name
from lacre.verifying.listing_text import keys_of
from lacre.verifying.source import LISTING, Copy
from lacre.verifying.verdict import Findings

MAXIMUM_BYTES = 256 * 1024 * 1024
_KINDS = (is_batch_name, is_checkpoint_name, is_cosigned_name, is_timestamp_name, is_attachment_name)


class ListingError(ValueError):
    """`versions.json` is not a version listing."""


@dataclass(frozen=True)
class Listing:
    """How many versions and delete markers each name of the log has; `total` are the versions of all names."""

    versions: Counter[str]
    markers: Counter[str]
    total: int


def load_listing(copy: Copy) -> Listing | None:
    """The listing of a copy, None if it has none. Raises ListingError, SourceError."""
    content = copy.read(LISTING, MAXIMUM_BYTES)
    if content is None:
        return None
    try:
        return _counted(content)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ListingError(f"{LISTING} is not a version listing") from None


@dataclass(frozen=True)
class Differences:
    """Objects of the log that are listed and not in the copy, and the other way round."""

    missing: Set[str] = frozenset()
    unlisted: Set[str] = frozenset()


def check_listing(listing: Listing, names: Sequence[str], findings: Findings) -> Differences:
    """Report what was overwritten or deleted, and where listing and copy differ."""
    for name in sorted(listing.markers):
        findings.tampered(f"{name} has a delete marker", leaf_of(name))
    for name in sorted(listing.versions):
        if listing.versions[name] > 1:
            findings.tampered(f"{name} has {listing.versions[name]} versions: it was overwritten", leaf_of(name))
    listed, present = set(listing.versions), set(filter(is_log_name, names))
    for name in sorted(present - listed):
        findings.inconclusive(f"{name} is not in {LISTING}, which does not tell whether it was overwritten")
    for name in sorted(listed - present):
        findings.inconclusive(f"{name} is listed and not in the copy")
    return Differences(listed - present, present - listed)


def is_log_name(name: str) -> bool:
    """Whether an object belongs to the log; the others are counted and not judged."""
    return any(is_one(name) for is_one in _KINDS)


def leaf_of(name: str) -> int | None:
    """The first leaf of a batch; no leaf for anything else."""
    return start_of(name) if is_batch_name(name) else None


def _counted(content: bytes) -> Listing:
    found: dict[str, Counter[str]] = {"Versions": Counter(), "DeleteMarkers": Counter()}
    total = 0
    for kind, key in keys_of(content):
        total += kind == "Versions"
        if is_log_name(key):
            found[kind][key] += 1
    return Listing(found["Versions"], found["DeleteMarkers"], total)
