"""Ten thousand events of three days, in which most values are frequent and some are rare, and what may be asked."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from lacre.model import canonical, moment
from lacre.model.event import Event, ReceiptedEvent, checksum
from lacre.model.filters import Filters, Selection, address_filter
from lacre.model.header import Header
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity
from lacre.ports.events import position_of
from lacre.searching.search import Search
from tests.fakes.ambient import START, ManualClock
from tests.fakes.crash import Steps
from tests.fakes.ordered_events import OrderedEvents
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemoryHeads
from tests.unit.searching.population import POOL

COUNT = 10_000
SPAN_MS = 72 * 60 * 60 * 1000
Value = TypeVar("Value")
_ROLES = ("AGENT", "FUNCIONARIO", "SUPERVISOR", None)
_PLACES = (("Nampula", "Nacala"), ("Nampula", "Monapo"), ("Gaza", "Chókwè"), (None, None))
_ACTIONS = ("TRANSACTION_CREATED", "RECEIPT_PRINTED", "READ_ENTITY", "UPDATE_AGENT", "LOGIN_FAILED", "BLOCK_POS")
_NAMES = ("Ana Macuácua", "JOÃO Sitoe", "Bento Cossa", "ﬁlipa Tembe")
_ADDRESSES = ("192.0.2.7", "192.0.2.200", "198.51.100.9", "2001:db8::1", "2001:db8:7::1", "system")
_ASKED = {
    "ip": ("192.0.2.0/24", "192.0.2.7", "2001:db8::/48", "system", "203.0.113.0/24"),
    "text": ("ana macuácua", "joão", "FILIPA", "printed", "nothing of that kind"),
}


def _skewed(chance: random.Random, values: tuple[Value, ...]) -> Value:
    return values[min(int(chance.expovariate(0.9)), len(values) - 1)]


@dataclass
class Crowd:
    """Events, a search over them, and what of them there is to ask for. Everything follows from the seed."""

    seed: int
    events: OrderedEvents = field(default_factory=OrderedEvents)
    clock: ManualClock = field(default_factory=ManualClock)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.ids: list[str] = []
        heads = MemoryHeads(Steps())
        heads.head = replace(heads.head, began_at=moment.to_text(START - SPAN_MS))
        self.rows = MemoryRows(self.events)
        self.search = Search(self.events, self.rows, heads, self.clock, POOL)
        self.add(START - self.chance.randrange(SPAN_MS) for _ in range(COUNT))

    def add(self, moments: Iterable[int]) -> None:
        self.events.add(self._event(recorded_at) for recorded_at in moments)

    def drawn(self, name: str) -> object:
        """A value to ask for, or None: mostly that of some event, so that what is frequent is asked for often."""
        if name in _ASKED:
            text = self.chance.choice(_ASKED[name])
            return address_filter(text) if name == "ip" else text
        if name == "only_critical":
            return True
        if name in ("start", "end"):
            return moment.to_text(START - self.chance.randrange(SPAN_MS))
        header = self.events.rows[self.chance.choice(self.ids)].event.header
        return getattr(header, name)

    def selection(self, names: Iterable[str]) -> Selection:
        given = {name: self.drawn(name) for name in names}
        text = given.pop("text", None)
        if "start" in given and "end" in given:
            given["start"], given["end"] = sorted((str(given["start"]), str(given["end"])))
        return Selection(Filters(**given), text)  # type: ignore[arg-type]  # by name, each from its own field

    def matching(self, selection: Selection, low: str, high: str) -> list[str]:
        """Brute force: the ids of the events at a moment from `low` to before `high` that match, in order."""
        found = [
            position_of(header.recorded_at, header.id)
            for header in (stored.event.header for stored in self.events.rows.values())
            if low <= header.recorded_at < high
            and selection.filters.match(header)
            and self._has_text(selection, header)
        ]
        return [position.partition("#")[2] for position in sorted(found)]

    def share(self, selection: Selection) -> float:
        """About how many of all events match."""
        some = [self.events.rows[one].event.header for one in self.ids[::40]]
        return sum(selection.filters.match(header) for header in some) / len(some)

    def _has_text(self, selection: Selection, header: Header) -> bool:
        if selection.text is None:
            return True
        return selection.match(header, canonical.decode(self.events.rows[header.id].event.body_bytes))

    def _event(self, recorded_at: int) -> ReceiptedEvent:
        chance = self.chance
        event_id = uuid7(recorded_at, chance.randbytes(ENTROPY_BYTES))
        self.ids.append(event_id)
        action, (province, district) = _skewed(chance, _ACTIONS), chance.choice(_PLACES)
        body = canonical.encode({"description": f"{_skewed(chance, _NAMES)} printed or did {action.lower()}."})
        header = Header(
            id=event_id,
            recorded_at=moment.to_text(recorded_at),
            source=chance.choice(list(EventSource)),
            action=action,
            outcome=_skewed(chance, tuple(Outcome)),
            event_type=_skewed(chance, tuple(EventType)),
            severity=_skewed(chance, tuple(Severity)),
            actor_type=chance.choice((ActorType.AGENT, ActorType.FUNCIONARIO)),
            actor_id=chance.choice(("unknown", "system:sweep", f"u-{int(chance.expovariate(0.1))}")),
            entity_type=chance.choice((EntityType.AGENT, EntityType.POS, EntityType.USER)),
            entity_id=chance.choice(("*", f"e-{int(chance.expovariate(0.05))}")),
            ip_address=_skewed(chance, _ADDRESSES),
            correlation_id=chance.choice((event_id, event_id, chance.choice(self.ids[-40:]))),
            checksum=checksum(body),
            actor_role=chance.choice(_ROLES),
            province=province,
            district=district,
            session_id=f"s-{recorded_at // 3_600_000}",
        )
        return ReceiptedEvent(Event.of(header, body), "receipt")


NAMES = (*(one.name for one in fields(Filters)), "text")
