"""The archive function's consumer over moto, with a local key where moto has no Ed25519."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from functions.archive.delivery import sort_records
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.events_table import EventsTable
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from lacre.recording.tampering import Alarms
from lacre.sealing.intake import Intake
from lacre.sealing.keyring import Keyring
from lacre.sealing.publication import Publisher
from lacre.sealing.sealer import Sealed, Sealer
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.sealing import ORIGIN
from tests.fakes.signer import LocalSigner
from tests.integration.conftest import Aws


@dataclass
class Consumer:
    """What functions/archive/handler.py wires, over moto."""

    aws: Aws
    signer: LocalSigner = field(default_factory=lambda: LocalSigner("checkpoint"))
    receipt_signer: LocalSigner = field(default_factory=lambda: LocalSigner("receipt"))
    repaired: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        clock, entropy = TickingClock(), SeededEntropy()
        table = LogTable(self.aws.dynamodb, "log")
        archive, log = ArchiveBucket(self.aws.s3, "archive"), PublicLogBucket(self.aws.s3, "log")
        receipts = ReceiptIssuer(self.receipt_signer, clock, entropy)
        events = EventsTable(self.aws.dynamodb, "events")
        self.recorder = Recorder(events, receipts, clock, entropy)
        publisher = Publisher(table, table, archive, log, Keyring(ORIGIN, [self.signer]), self.repaired)
        self.log_table = table
        self.intake = Intake(Sealer(table, table, archive, publisher), Alarms(self.recorder, events))

    def __call__(self, records: Sequence[Mapping[str, Any]]) -> None:
        self.take(records)

    def take(self, records: Sequence[Mapping[str, Any]]) -> Sealed:
        delivery = sort_records(records)
        return self.intake.take(delivery.inserted, delivery.findings)
