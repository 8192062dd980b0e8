"""The fraud function's consumer over moto, with a local key where moto has no Ed25519."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.fraud.delivery import sort_records
from lacre.aws.events_table import EventsTable
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.windows_table import WindowsTable
from lacre.detection.bundle import load_bundle
from lacre.detection.detect import Detector
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import EventSource, Outcome
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from lacre.wiring.responding import responder_on
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.signer import LocalSigner
from tests.integration.conftest import Aws

FILTER: Mapping[str, Any] = {
    "eventName": ["INSERT"],
    "dynamodb": {"NewImage": {"source": {"S": [{"anything-but": ["DETECTOR"]}]}}},
}


def failed_login(account: str) -> Draft:
    return Draft(
        action="LOGIN_FAILED",
        actor=UNKNOWN_ACTOR,
        source=EventSource.API,
        entity_id=account,
        ip_address="192.0.2.44",
        outcome=Outcome.DENIED,
        attempted_action="LOGIN_SUCCESS",
        reason=Reason("LOGIN_FAILED", "The name or the PIN is wrong."),
    )


@dataclass
class Consumer:
    """What functions/fraud/handler.py wires, over moto."""

    aws: Aws
    signer: LocalSigner = field(default_factory=lambda: LocalSigner("receipt"))

    def __post_init__(self) -> None:
        clock, entropy = TickingClock(), SeededEntropy()
        receipts = ReceiptIssuer(self.signer, clock, entropy)
        self.recorder = Recorder(EventsTable(self.aws.dynamodb, "events"), receipts, clock, entropy)
        self.quarantine = QuarantineBucket(self.aws.s3, "failures", "fraud")
        responder = responder_on(self.aws.dynamodb, "windows", "blocks", self.recorder.prepare)
        windows = WindowsTable(self.aws.dynamodb, "windows", "alerts", "events")
        self.detector = Detector(load_bundle(), windows, self.quarantine, responder)

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> None:
        delivery = sort_records(records)
        for poison in delivery.poison:
            self.quarantine.put(poison.name, poison.record, poison.reason)
        self.detector.detect(delivery.events)
