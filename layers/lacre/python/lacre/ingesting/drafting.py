"""From a claim to the event that is recorded of it.

The event's `after` is the claimed one with one more member, `ingested`: which producer brought it, under which number,
and how it was flagged (`{"producer": "<id>", "sequence": n, "flags": ["CLOCK_AHEAD"]}`). It stands beside the claimed
members and not around them, so that before and after can be compared; no claim may have a member of this name.
"""

from dataclasses import dataclass

from lacre.ingesting.claim import Claim
from lacre.ingesting.permitted import faults_of
from lacre.ingesting.screening import UnfitJsonError, screened_json
from lacre.model import moment
from lacre.model.canonical import JsonObject, NotCanonicalError
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.refusal import Fault
from lacre.model.vocabulary import EventSource, Outcome

CLOCK_AHEAD = "CLOCK_AHEAD"
AHEAD_MS = 2 * 60_000
INGESTED = "ingested"


@dataclass(frozen=True)
class Origin:
    """Who brought a batch, and what links its events. `correlation_id` is a UUID, `now` ms since 1970."""

    producer_id: str
    correlation_id: str
    trace_id: str
    now: int


class UnfitClaimError(ValueError):
    """A claim that cannot be recorded."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def drafted(claim: Claim, origin: Origin) -> Draft:
    """Raises UnfitClaimError, also for a claim that no event can hold."""
    draft = _as_claimed(claim, origin, _kept(claim))
    try:
        compose(draft, Stamp.of(origin.now, bytes(Stamp.ENTROPY_BYTES)))
    except NotCanonicalError:
        raise UnfitClaimError((Fault("body", "This is too long for an event, or holds what no text can."),)) from None
    return draft


def _kept(claim: Claim) -> dict[str, JsonObject | None]:
    """Of before and after; raises UnfitClaimError."""
    faults = [*faults_of(claim)]
    kept: dict[str, JsonObject | None] = {}
    for name, given in (("before", claim.before), ("after", claim.after)):
        try:
            kept[name] = None if given is None else screened_json(given)
        except UnfitJsonError as error:
            faults.append(Fault(name, str(error)))
    if INGESTED in (claim.after or {}):
        faults.append(Fault("after", f"The member `{INGESTED}` is the log's own."))
    if faults:
        raise UnfitClaimError(tuple(faults))
    return kept


def _as_claimed(claim: Claim, origin: Origin, kept: dict[str, JsonObject | None]) -> Draft:
    ingested: JsonObject = {
        "producer": origin.producer_id,
        "sequence": claim.sequence,
        "flags": flags_of(claim, origin.now),
    }
    return Draft(
        id=claim.id,
        action=claim.action,
        attempted_action=None if claim.outcome is Outcome.SUCCEEDED else claim.attempted_action or claim.action,
        actor=claim.actor,
        source=EventSource.PRODUCER,
        entity_id=claim.entity_id,
        entity_type=claim.entity_type,
        ip_address=claim.ip_address,
        outcome=claim.outcome,
        before=kept["before"],
        after={**(kept["after"] or {}), INGESTED: ingested},
        reason=claim.reason,
        trace_id=origin.trace_id,
        correlation_id=origin.correlation_id,
        occurred_at=claim.occurred_at,
    )


def flags_of(claim: Claim, now: int) -> tuple[str, ...]:
    """A producer whose clock is ahead is believed all the same: what it claims orders nothing."""
    if claim.occurred_at is not None and moment.to_milliseconds(claim.occurred_at) > now + AHEAD_MS:
        return (CLOCK_AHEAD,)
    return ()
