"""Athena on compaction's files, with SQLite as its engine: of the calls, those that the product makes."""

import gzip
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from lacre.model.header import Header

Json = dict[str, Any]

_TEXTS = ("leaf_hash", *Header.__dataclass_fields__, "folded", "ip_key", "dt", "hour")
_FOLDER = re.compile(r"events/dt=(?P<dt>[^/]+)/hour=(?P<hour>[^/]+)/")


def rows_of(files: Mapping[str, bytes]) -> Iterator[Json]:
    """The lines of compaction's files by their path, with what the path says."""
    for path, content in files.items():
        folder = _FOLDER.match(path)
        assert folder, path
        yield from ({**json.loads(line), **folder.groupdict()} for line in gzip.decompress(content).splitlines())


def answered(sql: str, rows: Iterator[Json]) -> Sequence[Sequence[str]]:
    """What a query gives, the names of its columns first, as texts."""
    with sqlite3.connect(":memory:") as engine:
        engine.create_function("strpos", 2, lambda text, part: None if text is None else text.find(part) + 1)
        engine.execute(f"CREATE TABLE events (leaf INTEGER, {', '.join(f'{name} TEXT' for name in _TEXTS)})")
        marks = ", ".join("?" * (len(_TEXTS) + 1))
        lines = [(row["leaf"], *(row[name] for name in _TEXTS)) for row in rows]
        engine.executemany(f"INSERT INTO events VALUES ({marks})", lines)  # noqa: S608 - question marks
        found = engine.execute(sql)
        names = [column[0] for column in found.description]
        return [names, *([str(value) for value in row] for row in found)]


@dataclass
class LocalAthena:
    """`states` are those through which the next queries go, before they are done; `reason` is why they fail.

    Those of `failing` tokens fail for a reason that passes.
    """

    files: Callable[[], Mapping[str, bytes]]
    states: Sequence[str] = ("QUEUED", "RUNNING", "SUCCEEDED")
    reason: str = ""
    failing: set[str] = field(default_factory=set)
    started: dict[str, tuple[str, Sequence[Sequence[str]]]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)

    def start_query_execution(self, **asked: Any) -> Json:
        token, sql = asked["ClientRequestToken"], asked["QueryString"]
        assert set(asked) == {"QueryString", "ClientRequestToken", "QueryExecutionContext", "WorkGroup"}
        assert 32 <= len(token) <= 128
        if self.started.setdefault(token, (sql, answered(sql, rows_of(self.files()))))[0] != sql:
            raise refused("InvalidRequestException", "StartQueryExecution")
        return {"QueryExecutionId": token}

    def get_query_execution(self, QueryExecutionId: str) -> Json:  # noqa: N803 - Athena's own name
        at = self.seen.get(QueryExecutionId, 0)
        self.seen[QueryExecutionId] = at + 1
        status: Json = {"State": self.states[min(at, len(self.states) - 1)], "StateChangeReason": self.reason}
        if QueryExecutionId in self.failing:
            status = {"State": "FAILED", "StateChangeReason": "", "AthenaError": {"Retryable": True}}
        return {"QueryExecution": {"Status": status, "Statistics": {"DataScannedInBytes": 4096}}}

    def stop_query_execution(self, QueryExecutionId: str) -> Json:  # noqa: N803 - Athena's own name
        self.stopped.append(QueryExecutionId)
        return {}

    def get_paginator(self, operation: str) -> "LocalAthena":
        assert operation == "get_query_results"
        return self

    def paginate(self, QueryExecutionId: str) -> Iterator[Json]:  # noqa: N803 - Athena's own name
        """Two rows a page; the names of the columns on the first alone."""
        rows = [{"Data": [{"VarCharValue": cell} for cell in row]} for row in self.started[QueryExecutionId][1]]
        yield from ({"ResultSet": {"Rows": rows[at : at + 2]}} for at in range(0, len(rows), 2))


def refused(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, operation)
