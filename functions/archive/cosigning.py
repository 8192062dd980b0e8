"""Asking the witnesses after sealing: whatever comes of it is told, and none of it holds up the log."""

from dataclasses import dataclass

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from lacre.ports.errors import StoreUnavailableError
from lacre.recording.tampering import Alarms, Finding
from lacre.tlog.checkpoint import checkpoint_name
from lacre.witnessing.submission import Outcome, Submission
from lacre.witnessing.witness_list import WitnessListError

WITNESS_REFUSED = "WITNESS_REFUSED"


@dataclass(frozen=True)
class Cosigning:
    submission: Submission
    alarms: Alarms
    logger: Logger
    metrics: Metrics

    def ask(self, size: int) -> None:
        """Have the checkpoint of `size` cosigned, if that is due. Raises StoreUnavailableError for a lost finding."""
        try:
            outcome = self.submission.submit(size)
        except (StoreUnavailableError, WitnessListError) as error:
            # What was sealed is sealed: to deliver it again would not bring the witnesses nearer.
            self.logger.error("the witnesses were not asked", extra={"reason": f"{type(error).__name__}: {error}"})
            self.metrics.add_metric("WitnessUnanswered", MetricUnit.Count, 1)
            return
        self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        damaged = [one for one in outcome.unanswered if one.is_damaged]
        away = [one for one in outcome.unanswered if not one.is_overtaken and not one.is_damaged]
        self.metrics.add_metric("LogDamaged", MetricUnit.Count, len(damaged))
        self.metrics.add_metric("WitnessUnanswered", MetricUnit.Count, len(away))
        self.metrics.add_metric("WitnessRefused", MetricUnit.Count, len(outcome.refused))
        for one in away:
            self.logger.warning("a witness did not cosign", extra={"witness": one.name, "reason": one.reason})
        for one in damaged:
            self.logger.error("a witness could not be asked", extra={"witness": one.name, "reason": one.reason})
        for refused in outcome.refused:
            told = {"witness": refused.name, "reason": refused.reason, "size": refused.size, "seen": refused.seen}
            self.logger.error("a witness refused the checkpoint", extra=told)
            # By what the witness saw alone: it refuses each later checkpoint too, and that is the same finding.
            mark = f"{refused.name} {refused.seen}"
            self.alarms.record(Finding(checkpoint_name(refused.seen), WITNESS_REFUSED, mark))
