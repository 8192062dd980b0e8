"""Session, user and block of a token by one BatchGetItem."""

from collections.abc import Mapping, Sequence
from time import sleep
from typing import TYPE_CHECKING, Any

from identity.aws.session_rows import RevocationRow, SessionRow, revocation_key
from identity.aws.user_rows import UserRow, user_key
from identity.ports.people_at_hand import Standing
from lacre.aws.block_item import from_item
from lacre.aws.failures import store_failures
from lacre.aws.rounds import Pause, rounds
from lacre.ports.errors import StoreUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    # By table and key.
    _Items = Mapping[tuple[str, str], dict[str, Any]]


class StandingTable:
    """`StandingReader` on DynamoDB, over three tables. A third as long as three reads: one round trip.

    `are_outside` where another issuer keeps the sessions: nobody else's tokens have revocations.
    """

    def __init__(
        self,
        client: "DynamoDBClient",
        sessions: str,
        users: str,
        blocks: str,
        pause: Pause = sleep,
        *,
        are_outside: bool,
    ) -> None:
        self._client = client
        self._sessions = sessions
        self._users = users
        self._blocks = blocks
        self._keys = {sessions: "session_id", users: "pk", blocks: "actor_id"}
        self._pause = pause
        self._are_outside = are_outside

    def read(self, session_id: str, user_id: str) -> Standing:
        marks = [session_id, revocation_key(user_id)] if self._are_outside else [session_id]
        wanted = {self._sessions: marks, self._users: [user_key(user_id)], self._blocks: [user_id]}
        found = self._found({table: self._wanted(table, keys) for table, keys in wanted.items()})
        session = found.get((self._sessions, session_id))
        user = found.get((self._users, user_key(user_id)))
        revocation = found.get((self._sessions, revocation_key(user_id)))
        block = found.get((self._blocks, user_id))
        return Standing(
            SessionRow().from_raw_data(session).session if session else None,
            UserRow().from_raw_data(user).user if user else None,
            RevocationRow().from_raw_data(revocation).revocation if revocation else None,
            from_item(block) if block else None,
        )

    def _wanted(self, table: str, keys: Sequence[str]) -> dict[str, Any]:
        return {"Keys": [{self._keys[table]: {"S": key}} for key in keys], "ConsistentRead": True}

    def _found(self, wanted: Any) -> "_Items":
        """The items, asked again for what DynamoDB leaves out of an answer."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for _ in rounds(self._pause):
            with store_failures("domain tables"):
                answer = self._client.batch_get_item(RequestItems=wanted)
            for table, items in answer["Responses"].items():
                found.update({(table, item[self._keys[table]]["S"]): dict(item) for item in items})
            wanted = answer["UnprocessedKeys"]
            if not wanted:
                return found
        raise StoreUnavailableError("domain tables: unprocessed keys")
