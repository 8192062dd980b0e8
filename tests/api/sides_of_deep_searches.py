"""What the events of deep searches must tell, derived from what the API shows."""

from collections.abc import Callable, Mapping

from lacre.model import moment
from lacre.model.filters import Selection
from lacre.ports.deep_searches import DeepSearch, Found
from lacre.ports.exports import Asking
from tests.api.of_deep_searches import READING
from tests.api.operation import Json, Operation
from tests.api.world import World
from tests.fakes.found import uuid

CREATIONS: Mapping[str, tuple[str, ...]] = {"POST /v1/audit/deep-searches": ("action", "text")}

_TOLD = ("filters", "asked_by", "asked_at", "state", "tree_size", "expires_at")


def done_search(number: int, now: int) -> DeepSearch:
    """One that was done at `now` (ms) and found nothing."""
    at = moment.to_text(now)
    asking = Asking(uuid(number), "Rita Auditor", at, uuid(number + 1), uuid(number + 1))
    search = DeepSearch(uuid(number), asking, Selection(), moment.to_text(now // 1000 * 1000 + 86_400_000))
    return search.taken_up(3, at).done(Found(0, 0, 1234, at), at)


def _after(world: World, one: Operation) -> Json:
    event = world.events()[-1]
    found: Json = world.send("query", world.request(READING, ids={"search_id": event.header.entity_id})).json
    assert (found["result"], found["error"]) == (None, None)
    unknown = dict.fromkeys(("count", "until", "since", "scanned_bytes", "error"))
    return {**{name: found[name] for name in _TOLD}, "attempts": 0, **unknown, "version": 1}


UNSHOWN: Mapping[str, Callable[[World, Operation], Json]] = {"DEEP_SEARCH": _after}
