"""A group of a rule, explained, as JSON. Moments are RFC 3339, UTC, in milliseconds."""

from pydantic import BaseModel

from lacre.investigating.explain_group import ExplainedGroup
from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.ports.detection import Arrival


class CountedEventAnswer(BaseModel):
    """An event that counts, and when it did; what a POS did offline counts when it was done."""

    id: str
    at: str


class ExplainedGroupAnswer(BaseModel):
    """Whether the rule fired in the group, and else why not.

    `verdict` is fired, suppressed (the last alert names its evidence), waiting (later facts may still undo it),
    near_miss or nothing. `reached` of `needed` is what the nearest window came to, of a silence in milliseconds; null
    where it is no number. `events` are at most the newest hundred of `events_count`. `alerts` is how often the rule
    fired in the group, `alert_id` the last time; a rule in shadow raises none.
    """

    rule: str
    condition: str
    mode: str
    group: dict[str, str]
    verdict: str
    sentence: str
    reached: int | None
    needed: int | None
    window_start: str | None
    window_end: str | None
    events: list[CountedEventAnswer]
    events_count: int
    alerts: int
    alert_id: str | None
    quiet_until: str | None
    windowing_hash: str
    bundle_hash: str


def explained_group_answer(explained: ExplainedGroup, bundle_hash: str) -> JsonObject:
    told, rule = explained.explanation, explained.written.rule
    events: list[JsonObject] = [_event(arrival) for arrival in told.events]
    return {
        "rule": rule.name,
        "condition": explained.written.condition,
        "mode": rule.mode,
        "group": dict(explained.group.values),
        "verdict": told.verdict.value,
        "sentence": told.sentence,
        "reached": told.reached,
        "needed": told.needed,
        "window_start": events[0]["at"] if events else None,
        "window_end": events[-1]["at"] if events else None,
        "events": events,
        "events_count": told.count,
        "alerts": told.episodes,
        "alert_id": explained.alert_id,
        "quiet_until": None if told.quiet_until is None else moment.to_text(told.quiet_until),
        "windowing_hash": rule.windowing_hash,
        "bundle_hash": bundle_hash,
    }


def _event(arrival: Arrival) -> JsonObject:
    return {"id": arrival.id, "at": moment.to_text(arrival.at)}
