"""The metrics of a run of reconciliation, which the alarms watch."""

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from lacre.reconciling.tally import Tally


def emit(metrics: Metrics, tally: Tally, now: int) -> None:
    """Of whatever the run came to, so that they are there when it failed."""
    metrics.add_metric("UnsealedAge", MetricUnit.Seconds, tally.unsealed_age(now))
    metrics.add_metric("Refed", MetricUnit.Count, tally.refed)
    metrics.add_metric("ReconciliationFindings", MetricUnit.Count, tally.findings)
    metrics.add_metric("SequenceGaps", MetricUnit.Count, tally.gaps)
    lag = tally.lag(now)
    if lag is not None:
        metrics.add_metric("ReconciliationLag", MetricUnit.Seconds, lag)
    metrics.flush_metrics()
