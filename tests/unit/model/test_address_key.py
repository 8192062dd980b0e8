"""A network is the range between its two keys: exactly the addresses that `Filters` finds in it."""

import ipaddress
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lacre.model.address_key import address_key, keys_of
from lacre.model.filters import Filters, Network
from tests.fakes.drafts import events

HEADER = events(1)[0].event.header
# Few high bits, so that addresses and networks meet.
SHORT = st.integers(0, 2**34) | st.integers(0, 2**128 - 1)
V4 = st.integers(0, 2**32 - 1).map(ipaddress.IPv4Address)
V6 = SHORT.map(ipaddress.IPv6Address)
texts = (
    (V4 | V6).map(str)
    | V6.map(lambda one: one.exploded.upper())
    | V6.map("{}%eth0".format)
    | V4.map("::ffff:{}".format)
)
networks = st.builds(lambda address, bits: ipaddress.ip_network((address, bits), strict=False), V4, st.integers(0, 32))
networks |= st.builds(
    lambda address, bits: ipaddress.ip_network((address, bits), strict=False), V6, st.integers(0, 128)
)


@given(text=texts, network=networks)
@example(text="::ffff:192.0.2.7", network=ipaddress.ip_network("192.0.2.0/24"))
@example(text="192.0.2.7", network=ipaddress.ip_network("::ffff:192.0.2.0/120"))
@example(text="10.255.0.1", network=ipaddress.ip_network("10.128.0.0/9"))
@example(text="10.127.255.255", network=ipaddress.ip_network("10.128.0.0/9"))
@example(text="2001:DB8:0::8", network=ipaddress.ip_network("2001:db8::/32"))
def test_between_the_keys_lie_the_addresses_of_the_network(text: str, network: Network) -> None:
    key, (first, last) = address_key(text), keys_of(network)
    assert key is not None
    assert (first <= key <= last) is Filters(ip=network).match(replace(HEADER, ip_address=text))


@pytest.mark.parametrize("text", ["system", "unknown", "", "192.0.2", "192.0.2.7 ", "1", "٣.0.0.1", "::g"])
def test_what_is_no_address_has_no_key(text: str) -> None:
    assert address_key(text) is None
