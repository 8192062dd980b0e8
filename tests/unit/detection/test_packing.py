"""The packed form of arrivals."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.detection.packing import comparable, pack, unpack
from lacre.ports.detection import Arrival

ARRIVALS = st.lists(
    st.builds(
        Arrival,
        st.integers(0, 2**48 - 1),
        st.uuids().map(str),
        st.integers(0, 255),
        st.text(st.characters(codec="utf-8"), max_size=300).map(comparable),
    )
)


@given(ARRIVALS)
def test_what_is_packed_is_unpacked(arrivals: list[Arrival]) -> None:
    packed = pack(arrivals)
    assert len(packed) == sum(24 + len(arrival.value.encode()) for arrival in arrivals)
    assert unpack(packed) == tuple(arrivals)


def test_a_value_of_more_than_255_bytes_is_compared_by_its_hash() -> None:
    longest = "\u00e9" * 127 + "x"
    assert comparable(longest) == longest
    assert comparable(longest + "y") != comparable(longest + "z")
    assert len(comparable(longest + "y")) == 64


@pytest.mark.parametrize("cut", [1, 23, 25])
def test_other_bytes_are_refused(cut: int) -> None:
    packed = pack([Arrival(1, "00000000-0000-7000-8000-000000000001", 1, "value")])
    with pytest.raises(struct.error):
        unpack(packed[:cut])


def test_other_ids_are_refused() -> None:
    with pytest.raises(ValueError, match="UUID"):
        pack([Arrival(1, "no uuid")])
