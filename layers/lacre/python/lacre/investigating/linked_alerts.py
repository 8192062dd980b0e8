"""The alerts that have to do with one event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lacre.detection.subject import Subject
from lacre.investigating.rulebook import Rulebook
from lacre.model import canonical, moment
from lacre.model.canonical import NotCanonicalError
from lacre.model.header import Header
from lacre.model.identifier import is_uuid
from lacre.model.vocabulary import EntityType
from lacre.ports.alerts import Alerts
from lacre.ports.blocks import REACH_MS, Block
from lacre.ports.detection import Alert
from lacre.ports.rows import RowReader
from lacre.proving.examination import decoded, is_body_bound

OF_A_GROUP = 10
MOST = 20


class Link(StrEnum):
    """How an alert belongs to the event: it names it as evidence, or is told of by it; it blocked the actor, soon
    after the event or when that came; a rule counts the event in the group that it is about; or it is about the actor
    or the entity."""

    EVIDENCE = "evidence"
    TOLD = "told"
    BLOCK = "block"
    GROUP = "group"
    ABOUT = "about"


@dataclass(frozen=True)
class LinkedAlert:
    alert: Alert
    link: Link


class LinkAlerts:
    """Alerts have no index by evidence: they are found by the groups in which the rules in force count the event.

    One of a rule that groups otherwise by now is found only if the event, the actor's block or a finding names it.
    """

    def __init__(self, alerts: Alerts, rulebook: Rulebook, rows: RowReader) -> None:
        self._alerts = alerts
        self._rulebook = rulebook
        self._rows = rows

    def __call__(
        self, header: Header, body: bytes, block: Block | None, findings: Sequence[str]
    ) -> Sequence[LinkedAlert]:
        """At most MOST, the closest first and of these the newest. `body` is as it was recorded, or empty; `findings`
        are ids of the detector's events about the actor or the entity.

        Raises StoreUnavailableError.
        """
        found: dict[str, LinkedAlert] = {}
        named = [*self._named(header, body, block), *self._of_groups(header, body)]
        for one in (*named, *self._found_about(header, findings)):
            found.setdefault(one.alert.alert_id, one)
        newest = sorted(found.values(), key=lambda one: one.alert.raised_at, reverse=True)
        return sorted(newest, key=lambda one: list(Link).index(one.link))[:MOST]

    def _of_groups(self, header: Header, body: bytes) -> Iterator[LinkedAlert]:
        subject = Subject(header, body)
        for written in self._rulebook.rules.values():
            for group, arrival in written.rule.arrivals_of(subject):
                key = written.rule.group_key(group)
                # What an event is evidence of ends with it or after it, however many alerts have come since.
                ending = self._alerts.ending_from(key, moment.to_text(arrival.at), OF_A_GROUP)
                for alert in (*ending, *self._alerts.of_group(key, OF_A_GROUP)):
                    yield LinkedAlert(alert, Link.EVIDENCE if header.id in alert.evidence else Link.GROUP)

    def _named(self, header: Header, body: bytes, block: Block | None) -> Iterator[LinkedAlert]:
        """By the event itself, as the detector's and the investigators' do, and by the block."""
        own = header.entity_id if header.entity_type is EntityType.ALERT else _alert_named_in(body)
        yield from self._known(header, own, Link.TOLD)
        yield from self._known(header, block.alert_id if block and _is_of(header, block) else None, Link.BLOCK)

    def _found_about(self, header: Header, findings: Sequence[str]) -> Iterator[LinkedAlert]:
        stored = self._rows.rows(findings) if findings else {}
        for row in stored.values():
            if is_body_bound(row, decoded(row.header)):
                yield from self._known(header, _alert_named_in(row.body.encode()), Link.ABOUT)

    def _known(self, header: Header, alert_id: str | None, link: Link) -> Iterator[LinkedAlert]:
        alert = self._alerts.find(alert_id) if alert_id is not None and is_uuid(alert_id) else None
        if alert is not None:
            yield LinkedAlert(alert, Link.EVIDENCE if header.id in alert.evidence else link)


def _is_of(header: Header, block: Block) -> bool:
    """Whether the actor's last block came soon after the event, or was to last at its time."""
    since = moment.to_text(max(0, moment.to_milliseconds(block.placed_at) - REACH_MS))
    return block.is_of_kind(header.actor_type) and since <= header.recorded_at <= block.until


def _alert_named_in(body: bytes) -> str | None:
    """Findings, alerts and blocks tell in `after` which alert they belong to."""
    try:
        after = canonical.decode(body).get("after") if body else None
    except NotCanonicalError:
        # Somebody wrote the row anew, checksum and all; its own page says so, and it names no alert.
        return None
    named = after.get("alert_id") if isinstance(after, dict) else None
    return named if isinstance(named, str) else None
