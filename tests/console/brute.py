"""What a search has to find, by looking at every event: written anew, beside the product's own filters."""

import ipaddress
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Query = Mapping[str, str]


@dataclass(frozen=True)
class Seen:
    """An event as the API tells it: the fields of its header, and its description."""

    header: Mapping[str, Any]
    description: str

    @property
    def id(self) -> str:
        return str(self.header["id"])

    @property
    def place(self) -> tuple[str, str]:
        """By which events are in order."""
        return self.header["recorded_at"], self.id

    def value(self, name: str) -> str | None:
        """Of a header field, by the name of its filter."""
        value: str | None = self.header["ip_address" if name == "ip" else name]
        return value


def found(events: Sequence[Seen], query: Query) -> list[Seen]:
    """Those for which every condition holds, the newest first."""
    return sorted((one for one in events if _fits(one, query)), key=lambda one: one.place, reverse=True)


def _fits(event: Seen, query: Query) -> bool:
    return all(_holds(event, name, wanted) for name, wanted in query.items())


def _holds(event: Seen, name: str, wanted: str) -> bool:
    match name:
        case "start":
            return wanted <= event.place[0]
        case "end":
            return event.place[0] < wanted
        case "text":
            return _folded(wanted) in _folded(event.description)
        case "ip":
            return _is_in(str(event.value("ip")), wanted)
        case "only_critical":
            return wanted == "false" or event.value("severity") == "CRITICAL"
        case _:
            return event.value(name) == wanted


def _is_in(address: str, network: str) -> bool:
    if "system" in (address, network) or address == "unknown":
        return address == network
    return ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
