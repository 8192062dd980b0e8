"""What the events of exports must tell, derived from what the API shows."""

from collections.abc import Callable, Mapping

from lacre.model import moment
from lacre.model.filters import Selection
from lacre.ports.exports import Asking, ExportFile, Job, Result, Wanted
from tests.api.of_exports import READING
from tests.api.operation import Json, Operation, Where
from tests.api.world import World
from tests.fakes.found import uuid

CREATIONS: Mapping[str, tuple[str, ...]] = {"POST /v1/audit/exports": ("action",)}
LINKED = "POST /v1/audit/exports/{job_id}/link"

_TOLD = ("format", "filters", "asked_by", "asked_at", "state", "tree_size", "expires_at")
_LINK_S = 600


def done_job(number: int, now: int) -> Job:
    """One that was done at `now` (ms)."""
    at, result = moment.to_text(now), Result(3, "ab" * 32, 1234, (ExportFile.DATA, ExportFile.MANIFEST))
    asking = Asking(uuid(number), "Rita Auditor", at, uuid(number + 1), uuid(number + 1))
    job = Job(uuid(number), asking, Wanted(Selection()), moment.to_text(now // 1000 * 1000 + 86_400_000))
    return job.taken_up(3, at).done(result, at)


def _after(world: World, one: Operation) -> Json:
    event = world.events()[-1]
    found: Json = world.send("query", world.request(READING, ids={"job_id": event.header.entity_id})).json
    if one.name == LINKED:
        told = event.body["after"]["link"]
        left = moment.to_milliseconds(told["expires_at"]) - world.cloud.clock.now()
        assert (_LINK_S - 60) * 1000 < left <= _LINK_S * 1000
        assert event.header.entity_id == world.targets[Where.OWN]["job_id"]
        hashes = {name: found["result"][name] for name in ("sha256", "document_sha256")}
        return {"link": {"file": "manifest", "expires_at": told["expires_at"]}, **hashes}
    assert (found["result"], found["error"]) == (None, None)
    return {
        **{name: found[name] for name in _TOLD},
        "attempts": 0,
        "count": None,
        "sha256": None,
        "document_sha256": None,
        "error": None,
        "version": 1,
    }


UNSHOWN: Mapping[str, Callable[[World, Operation], Json]] = {"EXPORT": _after}
