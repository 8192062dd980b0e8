"""Among ten thousand events every answer is that of brute force, whatever is asked and what comes between its pages."""

from collections.abc import Iterator, Sequence

import pytest

from lacre.model.filters import Selection
from lacre.searching import budget, sieve
from lacre.searching.search import SETTLED_AFTER_MS, Page
from tests.unit.searching.crowd import COUNT, NAMES, Crowd

ALWAYS = "9"
"""A moment after all others."""


@pytest.fixture(scope="module")
def everybody() -> Crowd:
    return Crowd(20_261_122)


@pytest.fixture
def crowd(everybody: Crowd, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """A search whose bounds are soon reached, so that pages end for each of their reasons."""
    monkeypatch.setattr(budget, "MAXIMUM_QUERIES", 90)
    monkeypatch.setattr(budget, "MAXIMUM_ENTRIES", 900)
    monkeypatch.setattr(budget, "MAXIMUM_BODIES", 250)
    monkeypatch.setattr(sieve, "_PORTION", 100)
    return everybody


def test_each_filter_alone(crowd: Crowd) -> None:
    for name in NAMES:
        for ascending in (True, False):
            check(crowd, crowd.selection([name]), ascending=ascending)


def test_filters_together(crowd: Crowd) -> None:
    for number in range(24):
        names = crowd.chance.sample(NAMES, crowd.chance.choice((2, 2, 3, 4)))
        check(crowd, crowd.selection(names), ascending=number % 2 == 0)


def test_no_filter(crowd: Crowd) -> None:
    for ascending in (True, False):
        check(crowd, Selection(), ascending=ascending)


def check(crowd: Crowd, selection: Selection, *, ascending: bool) -> None:
    """Any limit with which the answer still ends soon."""
    least = int(crowd.share(selection) * COUNT) // 20 + 1
    limit = min(200, max(crowd.chance.choice((1, 2, 7, 50, 200)), least))
    pages = list(turned(crowd, selection, limit, ascending=ascending))
    assert [page.is_complete for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all(len(page.events) <= limit for page in pages)
    # Backwards, what is settled after the first page is newer than all of it.
    until = pages[-1].watermark if ascending else pages[0].watermark
    expected = crowd.matching(selection, "", until)
    assert ids(pages) == (expected if ascending else expected[::-1]), selection


def turned(crowd: Crowd, selection: Selection, limit: int, *, ascending: bool) -> Iterator[Page]:
    """Page after page; between them events arrive, some of them as late as a commit and its index can be."""
    cursor: str | None = None
    is_first = True
    while is_first or cursor is not None:
        page = crowd.search.page(selection, ascending=ascending, limit=limit, cursor=cursor)
        if page.is_complete if ascending else is_first:
            check_newest(crowd, selection, page, limit, ascending=ascending)
        else:
            assert not page.newest
        yield page
        late = [crowd.chance.randrange(SETTLED_AFTER_MS) for _ in range(crowd.chance.randrange(4))]
        crowd.add(crowd.clock.now() - one for one in late)
        crowd.clock.advance(crowd.chance.randrange(4_000))
        is_first, cursor = False, page.cursor


def check_newest(crowd: Crowd, selection: Selection, page: Page, limit: int, *, ascending: bool) -> None:
    expected = crowd.matching(selection, page.watermark, ALWAYS)
    shown = [entry.id for entry in page.newest]
    assert shown == (expected if ascending else expected[::-1])[: len(shown)]
    assert page.has_more_newest or shown == expected[:: 1 if ascending else -1]
    assert len(shown) <= limit


def ids(pages: Sequence[Page]) -> list[str]:
    return [entry.id for page in pages for entry in page.events]
