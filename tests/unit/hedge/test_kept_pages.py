"""Pages are fetched once, and no more of them are kept than said."""

from hedge.packing.kept_pages import KeptPages
from tests.fakes.hedge_packing import MemoryPackedLedger
from tests.unit.hedge.interrupted import Interrupted


def kept(most: int) -> tuple[KeptPages, Interrupted]:
    watched = Interrupted(MemoryPackedLedger(stored={name: [name.encode()] for name in "abcd"}))
    return KeptPages(watched, most), watched


def test_a_page_is_fetched_once() -> None:
    pages, watched = kept(4)
    for wanted in ("ab", "bc", "abc"):
        assert pages.read(list(wanted)) == {name: [name.encode()] for name in wanted}
    assert watched.asked == ["a", "b", "c"]


def test_what_was_used_last_is_kept() -> None:
    pages, watched = kept(2)
    for wanted in ("ab", "a", "c", "a", "b"):
        pages.read(list(wanted))
    assert watched.asked == ["a", "b", "c", "b"]


def test_an_answer_of_more_pages_than_are_kept_is_whole() -> None:
    pages, _ = kept(2)
    assert sorted(pages.read(list("abcd"))) == list("abcd")


def test_a_page_that_is_not_there_is_not_remembered_as_missing() -> None:
    pages, watched = kept(4)
    assert pages.read(["e"]) == {}
    pages.read(["e"])
    assert watched.asked == ["e", "e"]
