"""Opening a case over alerts that are in no open one."""

from collections.abc import Sequence

from lacre.investigating.decided_case import DecidedCase
from lacre.investigating.gathered_alerts import GatherAlerts
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.cases import Case, Cases
from lacre.recording.change import Change


class OpenCase:
    def __init__(self, cases: Cases, gather: GatherAlerts, clock: Clock, entropy: Entropy) -> None:
        self._cases = cases
        self._gather = gather
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, title: str, alert_ids: Sequence[str]) -> DecidedCase:
        """Its owner is whoever opens it. Raises Refusal: NOT_FOUND, CONFLICT."""
        now = self._clock.now()
        case_id = uuid7(now, self._entropy.take(ENTROPY_BYTES))
        gathered = self._gather(case_id, alert_ids)
        case = Case(case_id, title, moment.to_text(now), actor.id, actor.id, gathered.ids)
        writes = [self._cases.adding(case), *gathered.writes]
        return DecidedCase(case, Change(case_id, after=case.shown(), writes=writes, further=gathered.further))
