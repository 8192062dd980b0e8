"""The metrics of a run of reconciliation, which the alarms watch."""

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from lacre.reconciling.tally import Tally

FINDINGS = "ReconciliationFindings"


def ring(metrics: Metrics) -> None:
    """At a run's first finding: later ones change nothing about the alarm, and the run may be killed before its end."""
    metrics.add_metric(FINDINGS, MetricUnit.Count, 1)
    metrics.flush_metrics()


def emit(metrics: Metrics, tally: Tally, now: int) -> None:
    """Of whatever the run came to, so that they are there when it failed; without the finding that `ring` told of."""
    metrics.add_metric("UnsealedAge", MetricUnit.Seconds, tally.unsealed_age(now))
    metrics.add_metric("Refed", MetricUnit.Count, tally.refed)
    metrics.add_metric(FINDINGS, MetricUnit.Count, max(0, tally.findings - 1) + tally.forged)
    metrics.add_metric("SequenceGaps", MetricUnit.Count, tally.gaps)
    metrics.add_metric("SequenceGapsStanding", MetricUnit.Count, tally.standing_gaps)
    lag = tally.lag(now)
    if lag is not None:
        metrics.add_metric("ReconciliationLag", MetricUnit.Seconds, lag)
    metrics.flush_metrics()
