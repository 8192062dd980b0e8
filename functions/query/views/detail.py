"""One event as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from functions.query.answers import body_of
from functions.query.around_event import Surroundings
from functions.query.proof_answers import STRAY_LEAF
from functions.query.views.difference_rows import Difference, difference
from functions.query.views.json_text import is_object
from functions.query.views.lines import lines
from functions.query.views.observed import Gettext, ReasonInWords, reasons_in_words
from functions.query.views.timeline import Timeline, timeline
from lacre.investigating.linked_alerts import LinkedAlert
from lacre.model.canonical import JsonObject, JsonValue
from lacre.model.filters import address_filter
from lacre.model.header import Header
from lacre.observing.risk import Risk
from lacre.ports.sealing import SealedLeaf
from lacre.proving.examination import Evidence
from lacre.proving.inclusion import Inclusion

_SAID = ("description", "actor_name", "trace_id")


@dataclass(frozen=True)
class Noticed:
    """What is known around an event, in words."""

    risk: Risk
    reasons: Sequence[ReasonInWords]
    correlated: Timeline
    session: Timeline | None
    alerts: Sequence[LinkedAlert]


@dataclass(frozen=True)
class Detail:
    """`said` are the texts of the body, each None where it holds none; `request` are the lines of the request, without
    those shown elsewhere.

    `searches` are for what belongs to the event, by the header's field, relative to the console's root.
    """

    evidence: Evidence
    header: Header | None
    said: Mapping[str, str | None]
    user_agent: str | None
    changes: Sequence[str]
    difference: Difference | None
    request: Sequence[tuple[str, str]]
    reason: Sequence[tuple[str, str]]
    leaf: SealedLeaf | None
    inclusion: Inclusion | None
    is_log_broken: bool
    searches: Mapping[str, str]
    noticed: Noticed | None


def detail(
    evidence: Evidence,
    inclusion: Inclusion | None,
    found: Surroundings | None,
    gettext: Gettext,
    *,
    is_log_broken: bool = False,
) -> Detail:
    shown: JsonObject = (body_of(evidence.row.body) if evidence.row else None) or {}
    request = [(path, text) for path, text in lines(shown.get("request")) if text != "null"]
    searches = _searches(evidence.header) if evidence.header else {}
    return Detail(
        evidence=evidence,
        header=evidence.header,
        # A row that somebody wrote can hold anything, and is shown all the same.
        said={name: one if isinstance(one := shown.get(name), str) else None for name in _SAID},
        user_agent=next((text for path, text in request if path == "user_agent"), None),
        changes=faults_of(evidence, inclusion),
        difference=difference(_state(shown.get("before")), _state(shown.get("after"))),
        request=[(path, text) for path, text in request if path != "user_agent"],
        reason=list(lines(shown.get("reason"))),
        leaf=evidence.leaf,
        inclusion=inclusion,
        is_log_broken=is_log_broken,
        searches=searches,
        noticed=_noticed(evidence.header, found, searches, gettext) if found and evidence.header else None,
    )


def faults_of(evidence: Evidence, inclusion: Inclusion | None) -> Sequence[str]:
    """In what the row or its leaf is not what was recorded, in sentences."""
    is_stray = inclusion is not None and not inclusion.leads_to_root
    return [*evidence.changes, *([STRAY_LEAF] if is_stray else [])]


def _noticed(header: Header, found: Surroundings, searches: Mapping[str, str], gettext: Gettext) -> Noticed:
    around = found.around
    return Noticed(
        risk=found.risk,
        reasons=reasons_in_words(found.risk, gettext),
        correlated=timeline(around.correlated, header, searches["correlation_id"]),
        session=timeline(around.session, header, searches["session_id"]) if around.session else None,
        alerts=found.alerts,
    )


def _state(value: JsonValue) -> JsonObject | None:
    """What a changed row has in place of an object is shown with the row, not as a difference."""
    return value if is_object(value) else None


def _searches(header: Header) -> dict[str, str]:
    entity = {"entity_type": header.entity_type.value, "entity_id": header.entity_id}
    session = {"actor_id": header.actor_id, "session_id": header.session_id}
    wanted: dict[str, dict[str, str | None]] = {
        "correlation_id": {"correlation_id": header.correlation_id, "order": "asc"},
        "entity_id": {**entity},
        "actor_id": {"actor_id": header.actor_id},
        **({"session_id": {**session, "order": "asc"}} if header.session_id is not None else {}),
        **({"ip_address": {"ip": header.ip_address}} if _is_address(header.ip_address) else {}),
    }
    return {name: f"audit-logs?{urlencode(query)}" for name, query in wanted.items()}


def _is_address(text: str) -> bool:
    try:
        address_filter(text)
    except ValueError:
        return False
    return True
