"""Somebody who works on alerts as the product lets people do, over any store of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lacre.investigating.acknowledge_alert import AcknowledgeAlert
from lacre.investigating.close_alert import CloseAlert, Disposition
from lacre.investigating.handled_alert import HandledAlert
from lacre.investigating.read_alert import ReadAlert
from lacre.model.actor import Actor
from lacre.model.vocabulary import ActorType
from lacre.ports.alerts import Alerts
from lacre.ports.detection import Alert
from lacre.ports.events import StateWrite
from tests.fakes.ambient import TickingClock

ANA = "u-ana"
CLOSING = "The owner came by with the device."


@dataclass(frozen=True)
class Investigator:
    alerts: Alerts
    commit: Callable[[Sequence[StateWrite]], object]
    id: str = ANA

    @property
    def actor(self) -> Actor:
        return Actor(ActorType.AUDITOR, self.id, "Ana")

    def read(self, alert_id: str) -> Alert:
        return ReadAlert(self.alerts)(alert_id)

    def acknowledge(self, read: Alert) -> Alert:
        """As it was read. Raises Refusal and StateConflictError, as `close` does."""
        acknowledging = AcknowledgeAlert(self.alerts, ReadAlert(self.alerts))
        return self._done(acknowledging(self.actor, read.alert_id, read.version))

    def close(self, read: Alert, disposition: Disposition = Disposition.FALSE) -> Alert:
        closing = CloseAlert(self.alerts, ReadAlert(self.alerts), TickingClock())
        return self._done(closing(self.actor, read.alert_id, read.version, disposition, CLOSING))

    def _done(self, handled: HandledAlert) -> Alert:
        self.commit(handled.change.writes)
        return handled.alert
