"""The packed form of arrivals."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.detection.packing import pack, unpack

ARRIVALS = st.lists(st.tuples(st.integers(0, 2**48 - 1), st.uuids().map(str)))


@given(ARRIVALS)
def test_what_is_packed_is_unpacked(arrivals: list[tuple[int, str]]) -> None:
    packed = pack(arrivals)
    assert len(packed) == 22 * len(arrivals)
    assert unpack(packed) == tuple(arrivals)


def test_other_bytes_and_other_ids_are_refused() -> None:
    with pytest.raises(struct.error):
        unpack(b"short")
    with pytest.raises(ValueError, match="UUID"):
        pack([(1, "no uuid")])
