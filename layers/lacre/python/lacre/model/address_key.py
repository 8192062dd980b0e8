"""Addresses as texts in the order of their numbers, so that those of a network lie side by side.

`4:` and eight hexadecimal digits, or `6:` and thirty-two: neither kind is ever within a network of the other, and an
IPv4 address that is written as an IPv6 one is of IPv6, as `Filters` has it.
"""

import ipaddress
from collections.abc import Sequence

from lacre.model.filters import Network

_DIGITS = {4: 8, 6: 32}


def address_key(text: str) -> str | None:
    """None for what is no address. Scope ids (`%eth0`) do not count: networks have none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return _key(address.version, int(address))


def keys_of(network: Network) -> Sequence[str]:
    """The keys of a network's first and last address."""
    return [_key(network.version, int(address)) for address in (network[0], network[-1])]


def _key(version: int, number: int) -> str:
    return f"{version}:{number:0{_DIGITS[version]}x}"
