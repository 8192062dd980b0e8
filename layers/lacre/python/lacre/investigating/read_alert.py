"""Reading one alert."""

from lacre.model.identifier import is_uuid
from lacre.model.redaction import recordable_id
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.versions import require_version
from lacre.model.vocabulary import EntityType
from lacre.ports.alerts import Alerts
from lacre.ports.detection import CLOSED, Alert


class ReadAlert:
    def __init__(self, alerts: Alerts) -> None:
        self._alerts = alerts

    def __call__(self, alert_id: str) -> Alert:
        """Raises Refusal NOT_FOUND."""
        found = self._alerts.find(alert_id) if is_uuid(alert_id) else None
        if found is None:
            about = Subject(EntityType.ALERT, recordable_id(alert_id))
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_ALERT", "There is no such alert.", subject=about)
        return found

    def of_version(self, alert_id: str, version: int) -> Alert:
        """Raises Refusal: NOT_FOUND, CONFLICT if it is not of this version."""
        found = self(alert_id)
        require_version(found.version, version)
        return found

    def open(self, alert_id: str, version: int) -> Alert:
        """One that is not closed. Raises Refusal: NOT_FOUND, CONFLICT if it is closed or not of this version."""
        found = self(alert_id)
        if found.status == CLOSED:
            raise Refusal(Ground.CONFLICT, "ALERT_CLOSED", "This alert is closed.")
        require_version(found.version, version)
        return found
