"""Listing alerts."""

from lacre.ports.alerts import Alerts, Sought
from lacre.ports.detection import Alert
from lacre.ports.paging import BadPositionError, Page, bad_cursor


class ListAlerts:
    def __init__(self, alerts: Alerts) -> None:
        self._alerts = alerts

    def __call__(self, sought: Sought, cursor: str | None, limit: int) -> Page[Alert]:
        """The newest first; a page can be short and yet have a next. Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            return self._alerts.sought(sought, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
