"""One event as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from functions.query.answers import body_of
from functions.query.proof_answers import STRAY_LEAF
from functions.query.views.difference import Line, difference, lines
from lacre.model.canonical import JsonObject, JsonValue
from lacre.model.filters import address_filter
from lacre.model.header import Header
from lacre.ports.sealing import SealedLeaf
from lacre.proving.examination import Evidence
from lacre.proving.inclusion import Inclusion


@dataclass(frozen=True)
class Related:
    """A search for what belongs to the event."""

    label: str
    href: str


@dataclass(frozen=True)
class Detail:
    """`body` is None when it cannot be read; `request` are the lines of the request, without those shown elsewhere."""

    evidence: Evidence
    header: Header | None
    body: JsonObject | None
    changes: Sequence[str]
    difference: Sequence[Line]
    request: Sequence[tuple[str, str]]
    reason: Sequence[tuple[str, str]]
    leaf: SealedLeaf | None
    inclusion: Inclusion | None
    is_log_broken: bool
    related: Sequence[Related]


def detail(evidence: Evidence, inclusion: Inclusion | None, *, is_log_broken: bool = False) -> Detail:
    body = body_of(evidence.row.body) if evidence.row else None
    shown: JsonObject = body or {}
    is_stray = inclusion is not None and not inclusion.leads_to_root
    return Detail(
        evidence=evidence,
        header=evidence.header,
        body=body,
        changes=[*evidence.changes, *([STRAY_LEAF] if is_stray else [])],
        difference=difference(shown.get("before"), shown.get("after")),
        request=[(path, text) for path, text in lines(shown.get("request")) if text != "null"],
        reason=list(lines(shown.get("reason"))),
        leaf=evidence.leaf,
        inclusion=inclusion,
        is_log_broken=is_log_broken,
        related=_related(evidence.header) if evidence.header else (),
    )


def _related(header: Header) -> list[Related]:
    searches: list[tuple[str, dict[str, JsonValue]]] = [
        ("The same action", {"correlation_id": header.correlation_id}),
        ("The same entity", {"entity_type": header.entity_type.value, "entity_id": header.entity_id}),
        ("The same actor", {"actor_id": header.actor_id}),
    ]
    if _is_address(header.ip_address):
        searches.append(("The same address", {"ip": header.ip_address}))
    if header.session_id is not None:
        searches.append(("The same session", {"session_id": header.session_id}))
    return [Related(label, f"audit-logs?{urlencode(query)}") for label, query in searches]


def _is_address(text: str) -> bool:
    try:
        address_filter(text)
    except ValueError:
        return False
    return True
