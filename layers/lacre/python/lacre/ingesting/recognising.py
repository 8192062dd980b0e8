"""An event that is recorded already, beside the claim that came under its id."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from lacre.ingesting.drafting import INGESTED
from lacre.model import canonical
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import Event
from lacre.model.vocabulary import EventSource

_BY_THE_LOG = {"recorded_at", "event_type", "severity", "correlation_id", "checksum"}
_CLAIMED = ("actor_name", "before", "reason")


def is_of(stored: Event, producer_id: str, sequence: int) -> bool:
    """Whether an event is the one that a producer brought under a number."""
    told = _after(canonical.decode(stored.body_bytes)).get(INGESTED)
    if stored.header.source is not EventSource.PRODUCER or not isinstance(told, Mapping):
        return False
    return (told.get("producer"), told.get("sequence")) == (producer_id, sequence)


def tells_the_same(stored: Event, draft: Draft) -> bool:
    """Whether an event holds what a draft claims; its flags, which tell of our clock when it came, may differ."""
    return _claimed(stored) == _claimed(compose(draft, Stamp.of(0, bytes(Stamp.ENTROPY_BYTES))))


def _claimed(event: Event) -> tuple[dict[str, Any], ...]:
    header = {name: value for name, value in asdict(event.header).items() if name not in _BY_THE_LOG}
    body = canonical.decode(event.body_bytes)
    after = {name: value for name, value in _after(body).items() if name != INGESTED}
    return header, {name: body[name] for name in _CLAIMED}, after


def _after(body: canonical.JsonObject) -> Mapping[str, Any]:
    after = body.get("after")
    return after if isinstance(after, Mapping) else {}
