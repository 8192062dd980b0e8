"""One tile, one address; nothing else of the bucket has one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.proving.tile_address import tile_at
from lacre.tlog.tiles import bundle_path, tile_path

WIDTHS = st.integers(1, 256)


@given(st.integers(0, 63), st.integers(0, 10**21 - 1), WIDTHS)
def test_every_tile_has_an_address(level: int, index: int, width: int) -> None:
    path = tile_path(level, index, width)
    assert tile_at(path.removeprefix("tile/")) == path


@given(st.integers(0, 10**21 - 1), WIDTHS)
def test_every_bundle_has_an_address(index: int, width: int) -> None:
    path = bundle_path(index, width)
    assert tile_at(path.removeprefix("tile/")) == path


@pytest.mark.parametrize(
    "address",
    [
        *("", "/", "0", "0/", "0/0", "0/00", "0/0000", "/0/000", "0//000", "0/000/", "0/000 ", " 0/000", "0/000\n"),
        *("00/000", "01/000", "64/000", "99/000", "-1/000", "+1/000", "x/000", "0/x000", "0/x000/000", "0/x01/000"),
        *("0/001/000", "0/x001/x000", "0/X001/000", "0/x001/x002", "0/-01", "0/+01", "0/1_0", "0/٠٠٠", "٠/000"),
        *("0/000.p", "0/000.p/", "0/000.p/0", "0/000.p/00", "0/000.p/01", "0/000.p/256", "0/000.p/257", "0/000.p/999"),
        *("0/000.p/1/", "0/000.p/1.p/1", "0/000.p/-1", "0/000.P/1", "0/000.p/1\x00", "0/000\x00", "0/000.p/1000"),
        *("entries", "entries/", "entries/0", "entries/000.p/256", "Entries/000", "data/000", "tile/0/000"),
        *("../checkpoint", "..", ".", "0/../0/000", "./0/000", "0/./000", "0/000/..", "..%2fcheckpoint", "%2e%2e/x"),
        *("../events/dt=2026-11-18/hour=10/x", "events/dt=2026-11-18", "../keys.json", "checkpoint", "0\\000"),
        *("0/000?x", "0/000#x", "0/000;x", "0/" + "x001/" * 7 + "000", "x001/" * 5000, "9" * 5000 + "/000"),
    ],
)
def test_what_is_no_address(address: str) -> None:
    assert tile_at(address) is None


@given(st.text(alphabet="0123456789x./pentris%", max_size=24))
def test_whatever_is_found_is_the_path_that_was_asked_for(address: str) -> None:
    assert tile_at(address) in (None, f"tile/{address}")
