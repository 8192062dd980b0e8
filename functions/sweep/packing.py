"""The job that packs the hedge desk's ledger, over its table."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from functions.sweep.jobs import Part
from hedge.aws.packed_ledger_table import PackedLedgerTable
from hedge.packing.pack_ledger import PackLedger
from lacre.ports.ambient import Clock, Entropy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def packing(client: "DynamoDBClient", table: str, clock: Clock, entropy: Entropy) -> Mapping[str, Part]:
    """The parts of the job; its run tells how many lines were packed. Nobody waits for it: a patient client does."""
    return {"ledger": PackLedger(PackedLedgerTable(client, table), clock, entropy)}
