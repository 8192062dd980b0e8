"""The recorder of a function on AWS."""

from typing import TYPE_CHECKING

from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.events_table import EventsTable
from lacre.aws.kms_signer import KmsSigner
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def recorder_on(database: "DynamoDBClient", events_table: str, receipt_key_id: str) -> Recorder:
    """`database` is a quick client: an event is written soon after it is stamped, or not at all."""
    clock, entropy = SystemClock(), SystemEntropy()
    receipts = ReceiptIssuer(KmsSigner(clients.kms(), receipt_key_id), clock, entropy)
    return Recorder(EventsTable(database, events_table), receipts, clock, entropy)
