"""What the detector responds with, on DynamoDB."""

from typing import TYPE_CHECKING

from lacre.aws.alerts_table import SnoozesTable
from lacre.aws.blocks_table import BlocksTable
from lacre.aws.tallies_table import TalliesTable
from lacre.detection.findings import Prepare
from lacre.detection.responding import Responder
from lacre.ports.responding import Means

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def responder_on(client: "DynamoDBClient", windows: str, blocks: str, prepare: Prepare) -> Responder:
    """Over the tables of these names."""
    means = Means(TalliesTable(client, windows), SnoozesTable(client, windows), BlocksTable(client, blocks))
    return Responder(prepare, means)
