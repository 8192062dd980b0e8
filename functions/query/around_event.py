"""All that the page of one event shows besides the event: what is around it, its risk, and its alerts."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.query.answers import body_of
from functions.query.sources import Sources
from lacre.investigating.close_alert import Disposition
from lacre.investigating.linked_alerts import Link, LinkAlerts, LinkedAlert
from lacre.model.canonical import JsonObject
from lacre.model.header import Header
from lacre.observing.around import Around
from lacre.observing.observe import Seen, observe
from lacre.observing.risk import Risk, risk_of
from lacre.proving.examination import Evidence, is_body_bound

_HARMLESS = (Disposition.FALSE.value, Disposition.BENIGN.value)


@dataclass(frozen=True)
class Surroundings:
    around: Around
    alerts: Sequence[LinkedAlert]
    risk: Risk


def surroundings(evidence: Evidence, *, is_changed: bool, sources: Sources) -> Surroundings | None:
    """None where no header tells what to look for. Raises StoreUnavailableError."""
    header = evidence.header
    if header is None or evidence.row is None:
        return None
    body, told = _told(evidence, header)
    around = sources.observing.look_around(header)
    kept = sources.investigation
    alerts = LinkAlerts(kept.alerts, kept.rulebook, sources.rows)(header, body, around.block, around.findings)
    seen = Seen(
        header=header,
        body=told,
        is_changed=is_changed,
        is_overdue=evidence.is_overdue,
        history=around.history,
        block=around.block,
        alerts=sum(1 for one in alerts if one.link is Link.EVIDENCE and one.alert.disposition not in _HARMLESS),
    )
    return Surroundings(around, alerts, risk_of(observe(seen, sources.observing.zone)))


def _told(evidence: Evidence, header: Header) -> tuple[bytes, JsonObject]:
    """The body of a row that is as it was recorded; from one that is not, nothing is concluded."""
    row = evidence.row
    if row is None or evidence.changes or not is_body_bound(row, header):
        return b"", {}
    return row.body.encode(), body_of(row.body) or {}
