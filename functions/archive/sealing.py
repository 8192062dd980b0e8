"""Sealing one delivery, with all that is told of it: metrics, log lines, quarantine, and the witnesses after it."""

from dataclasses import dataclass

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.archive.cosigning import Cosigning
from functions.archive.delivery import StreamDelivery
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.model import moment
from lacre.ports.ambient import Clock
from lacre.sealing.intake import Intake
from lacre.sealing.room import CheckpointTakenError
from lacre.sealing.sealer import Sealed

CLOCKS_APART_MS = 10 * 60 * 1000


@dataclass(frozen=True)
class Sealing:
    intake: Intake
    quarantine: QuarantineBucket
    cosigning: Cosigning
    clock: Clock
    logger: Logger
    metrics: Metrics

    def take(self, delivery: StreamDelivery) -> Sealed:
        """Raises what Intake.take raises: the delivery is to come again."""
        for poison in delivery.poison:
            self.quarantine.put(poison.name, poison.record, poison.reason)
            self.logger.error("quarantined", extra={"record": poison.name, "reason": poison.reason})
        try:
            sealed = self.intake.take(delivery.inserted, delivery.findings)
        except CheckpointTakenError:
            self.metrics.add_metric("LogTampered", MetricUnit.Count, 1)
            raise
        finally:
            self.tell_repairs()
        self._count(sealed, delivery)
        self.cosigning.ask(sealed.head.published)
        return sealed

    def tell_repairs(self) -> None:
        """Told even if sealing failed afterwards: somebody, or something, wrote to the log's bucket."""
        repaired = self.intake.sealer.publisher.repaired
        self.metrics.add_metric("LogRepaired", MetricUnit.Count, len(repaired))
        if repaired:
            self.logger.error("the public log was damaged and repaired", extra={"paths": list(repaired)})
        repaired.clear()

    def _count(self, sealed: Sealed, delivery: StreamDelivery) -> None:
        tampered = len(delivery.findings) + len(sealed.contradicting) + len(sealed.forged) + len(sealed.avoided)
        self.metrics.add_metric("EventsSealed", MetricUnit.Count, sealed.added)
        self.metrics.add_metric("Quarantined", MetricUnit.Count, len(delivery.poison))
        self.metrics.add_metric("LogTampered", MetricUnit.Count, tampered)
        self.metrics.add_metric("FutureEvents", MetricUnit.Count, self._future(sealed))
        if sealed.oldest is not None:
            delay = (self.clock.now() - moment.to_milliseconds(sealed.oldest)) / 1000
            self.metrics.add_metric("SealDelay", MetricUnit.Seconds, delay)
        self.logger.info("sealed", extra={"added": sealed.added, "size": sealed.head.size, "tampered": tampered})

    def _future(self, sealed: Sealed) -> int:
        """How many events bear a time that this clock will only reach: they are sealed, and some clock is wrong."""
        bound = self.clock.now() + CLOCKS_APART_MS
        times = (moment.to_milliseconds(stored.event.header.recorded_at) for stored in sealed.fresh)
        return sum(time > bound for time in times)
