"""Chunks and manifest are those of the events that the selection finds in the tree, in the order of leaves."""

import hashlib
import tracemalloc
from collections.abc import Iterator

import pytest

from lacre.exporting.columns import HEAD, SealedEvent, row
from lacre.exporting.manifest import Leaves, Place
from lacre.exporting.writer import ExportError, Writer
from lacre.model.event import Body
from lacre.model.filters import Filters, Selection
from tests.unit.exporting.populations import NONCE, at_leaf

NOTE = b"lacre.example.com/test\n5\nroot\n\nsignatures\n"


def test_the_data_are_what_the_manifest_says() -> None:
    writer = Writer(Selection(Filters(actor_id="u-1")), NOTE)
    events = [at_leaf(leaf, actor_id=f"u-{leaf % 2}") for leaf in range(7)]
    data = b"".join(writer.chunks(events))
    manifest = writer.manifest()
    assert data == HEAD + row(events[1]) + row(events[3])  # leaf 5 is not in a tree of 5 leaves
    assert (manifest.count, manifest.length, manifest.sha256) == (2, len(data), hashlib.sha256(data).hexdigest())
    assert (manifest.first, manifest.last) == (Place.of(events[1]), Place.of(events[3]))
    assert (manifest.leaves, manifest.tree_size, manifest.checkpoint) == (Leaves(0, 4), 5, NOTE.decode())


def test_nothing_found_is_an_export_too() -> None:
    writer = Writer(Selection(Filters(actor_id="nobody")), NOTE)
    assert b"".join(writer.chunks(map(at_leaf, range(5)))) == HEAD
    manifest = writer.manifest()
    assert (manifest.count, manifest.first, manifest.last, manifest.length) == (0, None, None, len(HEAD))


def test_text_is_looked_for_in_the_description_however_it_is_written() -> None:
    bodies = [Body(text, "Ana", NONCE) for text in ("A Operac\u0327ão ABERTA", "operacao aberta", "Operação")]
    writer = Writer(Selection(text="operação aberta"), NOTE)
    assert [one.event.leaf for one in writer.rows(at_leaf(*one) for one in enumerate(bodies))] == [0]


@pytest.mark.parametrize("leaves", [[1, 0], [0, 0]])
def test_another_order_is_refused(leaves: list[int]) -> None:
    writer = Writer(Selection(), NOTE)
    with pytest.raises(ExportError, match="comes after"):
        list(writer.chunks(map(at_leaf, leaves)))
    with pytest.raises(ExportError, match="not all events"):
        writer.manifest()


@pytest.mark.parametrize("note", [b"", b"origin\n0\nroot\n\n", b"origin\nmany\nroot\n\n"])
def test_there_is_no_export_of_no_tree(note: bytes) -> None:
    with pytest.raises(ExportError, match="no tree"):
        Writer(Selection(), note)


def test_chunks_are_bounded_and_so_is_memory() -> None:
    large = Body("=" * 40_000, "Ana", NONCE)

    def events() -> Iterator[SealedEvent]:
        for leaf in range(300):
            yield at_leaf(leaf, large)

    tracemalloc.start()
    try:
        sizes = [len(chunk) for chunk in Writer(Selection(), NOTE.replace(b"5", b"300")).chunks(events())]
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert sum(sizes) > 12_000_000
    assert max(sizes) < 64 * 1024 + 41_000
