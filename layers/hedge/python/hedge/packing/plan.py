"""Which pages take fresh lines in, and how a page that has too many is cut."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hedge.packing.positions import position_of
from hedge.ports.packing import Directory, FreshRow, Lines, PageEntry

MOST_LINES = 1000
"""Of a page: 330 bytes each, packed to an eighth of that. DynamoDB takes items of 400 KB."""
MOST_PAGES = 16
"""Put by one transaction, which may have 4 MB."""


@dataclass(frozen=True)
class Work:
    """Lines for one page of a directory, given by its index; the lines of an empty directory go to a page 0."""

    index: int
    lines: Lines


def sorted_to_pages(directory: Directory, rows: Sequence[FreshRow]) -> Sequence[Work]:
    """Each line to the page that it stands in, or after: pages stay disjoint. Only as much as one transaction takes."""
    firsts = [page.first for page in directory.pages]
    found: dict[int, list[bytes]] = {}
    for row in rows:
        for line in row.lines:
            found.setdefault(max(0, bisect_right(firsts, position_of(line)) - 1), []).append(line)
    works: list[Work] = []
    pages = 0
    for index, lines in sorted(found.items()):
        count = directory.pages[index].count if directory.pages else 0
        pages += _number_of_pages(count + len(lines))
        if works and pages > MOST_PAGES:
            break
        works.append(Work(index, lines))
    return works


def cut(lines: Lines, *, is_last: bool) -> Sequence[Lines]:
    """Lines in pages. The last page of the ledger is filled up, since most of what comes will come after it; of
    another one even parts are made, each with room for more."""
    size = MOST_LINES if is_last else -(-len(lines) // _number_of_pages(len(lines)))
    return [lines[start : start + size] for start in range(0, len(lines), size)]


def with_pages(directory: Directory, made: Mapping[int, Sequence[PageEntry]]) -> Directory:
    """The next directory: the pages with these indexes are replaced by those made of them."""
    pages: list[PageEntry] = [] if directory.pages else [*made.get(0, ())]
    for index, page in enumerate(directory.pages):
        pages += made.get(index, (page,))
    return Directory(directory.version + 1, tuple(pages))


def page_entry(page_id: str, lines: Lines) -> PageEntry:
    return PageEntry(page_id, position_of(lines[0]), position_of(lines[-1]), len(lines))


def _number_of_pages(lines: int) -> int:
    return -(-lines // MOST_LINES)
