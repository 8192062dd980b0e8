"""People in the users table."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from identity.aws.users_table import UsersTable
from identity.model.user import UserState

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class PeopleTable:
    """`lacre.ports.people.People` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._users = UsersTable(client, table)

    def role_of(self, user_id: str) -> str | None:
        user = self._users.by_id(user_id)
        return user.role.value if user is not None and user.state is UserState.ACTIVE else None

    def names_of(self, user_ids: Collection[str]) -> Mapping[str, str]:
        found = [self._users.by_id(one) for one in dict.fromkeys(user_ids)]
        return {user.id: user.name for user in found if user is not None}
