"""What wakes whoever runs a witness: a log that contradicted itself, and a witness that cannot answer."""

from aws_cdk import aws_cloudwatch as cloudwatch

from infra.constructs.alarms import FIVE_MINUTES, NAMESPACE, Alarms

_DIMENSIONS = {"service": "witness"}


class WitnessAlarms(Alarms):
    """The alarms of a witness's own stack."""

    def watch_evidence(self) -> None:
        """Two checkpoints that a log signed do not fit together: the record of them is in the witness's table."""
        self._when("EvidenceKept", _sum("EvidenceKept"), 0)

    def watch_faults(self) -> None:
        """Its table or its key is away, so that nothing is cosigned."""
        self._when("WitnessFaults", _sum("WitnessFaults"), 0, periods=3)


def _sum(name: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace=NAMESPACE, metric_name=name, dimensions_map=_DIMENSIONS, statistic="Sum", period=FIVE_MINUTES
    )
