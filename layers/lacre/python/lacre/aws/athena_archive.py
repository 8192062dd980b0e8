"""The compacted archive, asked by SQL on Athena.

A query is asked with a token of the search's id and the number of the try: asked again after a crash it is the same
query, still running or long done (https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html).
One that failed for a reason that passes keeps its token: the next try asks under another
(https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from lacre.aws.athena_sql import sightings_sql
from lacre.aws.failures import code_of, store_failures
from lacre.exporting.sealed_tree import DamagedLogError
from lacre.model.filters import Selection
from lacre.model.identifier import is_uuid
from lacre.ports.ambient import Clock
from lacre.ports.deep_searches import ArchiveQueryError, Sighting, Sightings, TooMuchError, TooSlowError

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient
    from mypy_boto3_athena.type_defs import QueryExecutionTypeDef

WITHIN_MS = 10 * 60 * 1000
"""The longest that all tries of a query may take: then there is time left to read what it found."""

TRIES = 3
"""Of a query that fails for a reason that passes."""

_EVERY_S = 1.0
_BEFORE_A_TRY_S = 5.0
_LEAF = re.compile(r"[0-9]{1,19}", re.ASCII)
_OVER_THE_LIMIT = "Bytes scanned limit was exceeded"
"""How Athena words the workgroup's cutoff; there is no code for it."""


@dataclass(frozen=True)
class AthenaArchive:
    """`CompactedArchive` on Athena. `pause` waits some seconds."""

    client: "AthenaClient"
    workgroup: str
    database: str
    table: str
    clock: Clock
    pause: Callable[[float], None]

    def sightings(self, search_id: str, selection: Selection, leaves: int, most: int) -> Sightings:
        sql, give_up_at = sightings_sql(self.table, selection, leaves, most), self.clock.now() + WITHIN_MS
        for number in range(TRIES):
            query = self._started(f"{search_id}-{number}", sql)
            ended = self._ended(query, give_up_at)
            status = ended["Status"]
            if status["State"] == "SUCCEEDED":
                return Sightings(list(self._rows(query, leaves)), ended["Statistics"]["DataScannedInBytes"])
            if not status.get("AthenaError", {}).get("Retryable", False):
                break
            self.pause(_BEFORE_A_TRY_S)
        failed = TooMuchError if _OVER_THE_LIMIT in status.get("StateChangeReason", "") else ArchiveQueryError
        raise failed(f"the query {query} ended {status['State']}")

    def _started(self, token: str, sql: str) -> str:
        with store_failures("Athena"):
            try:
                answer = self.client.start_query_execution(
                    QueryString=sql,
                    ClientRequestToken=token,
                    QueryExecutionContext={"Database": self.database},
                    WorkGroup=self.workgroup,
                )
            except ClientError as error:
                if code_of(error) == "InvalidRequestException":
                    raise ArchiveQueryError("Athena does not take the query") from error
                raise
        return answer["QueryExecutionId"]

    def _ended(self, query: str, give_up_at: int) -> "QueryExecutionTypeDef":
        while True:
            with store_failures("Athena"):
                found = self.client.get_query_execution(QueryExecutionId=query)["QueryExecution"]
            if found["Status"]["State"] not in ("QUEUED", "RUNNING"):
                return found
            if self.clock.now() >= give_up_at:
                with store_failures("Athena"):
                    self.client.stop_query_execution(QueryExecutionId=query)
                raise TooSlowError(f"the query {query} was stopped")
            self.pause(_EVERY_S)

    def _rows(self, query: str, leaves: int) -> Iterator[Sighting]:
        with store_failures("Athena"):
            pages = self.client.get_paginator("get_query_results").paginate(QueryExecutionId=query)
            rows = [
                [cell.get("VarCharValue", "") for cell in row["Data"]]
                for page in pages
                for row in page["ResultSet"]["Rows"]
            ]
        # The first row holds the names of the columns.
        for event_id, leaf in rows[1:]:
            if not (is_uuid(event_id) and _LEAF.fullmatch(leaf) and int(leaf) < leaves):
                raise DamagedLogError("a file of compaction has a line that names no event of the log")
            yield Sighting(event_id, int(leaf))
