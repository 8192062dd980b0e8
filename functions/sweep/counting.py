"""The job that counts who is active, for the detector: how many it may block in an hour depends on that."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from functions.sweep.jobs import Part
from identity.aws.users_table import UsersTable
from lacre.aws.tallies_table import TalliesTable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def counting(client: "DynamoDBClient", users_table: str, windows_table: str) -> Mapping[str, Part]:
    """The parts of the job; its run tells how many there are."""
    users, tallies = UsersTable(client, users_table), TalliesTable(client, windows_table)

    def count() -> int:
        active = users.active()
        tallies.note_active_actors(active)
        return active

    return {"actors": count}
