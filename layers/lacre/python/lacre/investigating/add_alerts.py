"""Adding alerts to a case."""

from collections.abc import Sequence
from dataclasses import replace

from lacre.investigating.decided_case import DecidedCase, replaced
from lacre.investigating.gathered_alerts import GatherAlerts
from lacre.investigating.read_case import ReadCase
from lacre.model.refusal import Ground, Refusal
from lacre.ports.cases import Cases

MAXIMUM_ALERTS = 100


class AddAlerts:
    def __init__(self, cases: Cases, read_case: ReadCase, gather: GatherAlerts) -> None:
        self._cases = cases
        self._read_case = read_case
        self._gather = gather

    def __call__(self, case_id: str, version: int, alert_ids: Sequence[str]) -> DecidedCase:
        """Raises Refusal: NOT_FOUND, CONFLICT."""
        before = self._read_case.open(case_id, version)
        gathered = self._gather(case_id, alert_ids)
        after = replace(before, alert_ids=(*before.alert_ids, *gathered.ids), version=version + 1)
        if len(after.alert_ids) > MAXIMUM_ALERTS:
            raise Refusal(Ground.CONFLICT, "CASE_FULL", f"A case has at most {MAXIMUM_ALERTS} alerts.")
        decided = replaced(self._cases, before, after)
        change = replace(decided.change, writes=[*decided.change.writes, *gathered.writes], further=gathered.further)
        return replace(decided, change=change)
