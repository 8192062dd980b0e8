"""The events that searches are measured on, in an engine that keeps them on disk: the load is paid for once."""

import multiprocessing
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from lacre.aws.event_item import to_item
from tests.bench.search_events import events_of
from tests.bench.search_hours import hours
from tests.bench.search_people import people
from tests.dynamodb_local.engine import MissingToolError, dynamodb_local
from tests.tables import TABLES, create, definition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

HOME = Path(".local/bench-search")
MEMORY = Path("/dev/shm")  # noqa: S108 - what is made in it has a random name
"""The engine waits for the disk with each item that it writes: it runs on a copy here, and nothing of a run stays."""

ANYWHERE: dict[str, Any] = {"region_name": "eu-west-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
_BYTES_EACH = 4_500
_LOADERS = 3
_AT_ONCE = 25
_PATIENT = Config(read_timeout=60, retries={"mode": "standard", "total_max_attempts": 8}, parameter_validation=False)


@contextmanager
def stored(count: int, seed: int) -> Iterator[str]:
    """The address of an engine that holds the events of a seed; they are loaded unless they were before.

    What is written to it is gone afterwards. Raises MissingToolError where memory has no room for it.
    """
    loaded = HOME / f"{seed}-{count}"
    # What a run that was stopped left behind is not complete.
    if not (loaded / "complete").exists():
        with _in_memory(count) as directory:
            with dynamodb_local(directory) as address:
                _load(address, count, seed)
            shutil.rmtree(loaded, ignore_errors=True)
            shutil.copytree(directory, loaded)
            (loaded / "complete").touch()
    with _in_memory(count) as directory:
        shutil.copytree(loaded, directory, dirs_exist_ok=True)
        with dynamodb_local(directory) as address:
            yield address


@contextmanager
def _in_memory(count: int) -> Iterator[Path]:
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < count * _BYTES_EACH:
        raise MissingToolError(f"{count} events take {count * _BYTES_EACH >> 20} MiB in {MEMORY}")
    with TemporaryDirectory(dir=MEMORY, prefix="bench-search-") as directory:
        yield Path(directory)


def client(address: str) -> "DynamoDBClient":
    return boto3.client("dynamodb", endpoint_url=address, config=_PATIENT, **ANYWHERE)


def write(database: "DynamoDBClient", requests: Sequence[Any]) -> None:
    """Put at most 25 events."""
    left: dict[str, Any] = {"events": requests}
    while left:
        left = dict(database.batch_write_item(RequestItems=left)["UnprocessedItems"])


def _load(address: str, count: int, seed: int) -> None:
    database = client(address)
    # Without its stream, which nothing reads here and which would take as much room as the table.
    table = definition(replace(TABLES["events"], streams=False))
    database.create_table(TableName="events", BillingMode="PAY_PER_REQUEST", **table)
    for name in TABLES.keys() - {"events"}:
        create(database, name)
    began, done = time.monotonic(), 0
    # The hours in order, so that the table grows as it would.
    portions = [(address, seed, begin, number) for begin, number in hours(count, seed)]
    with multiprocessing.get_context("fork").Pool(_LOADERS) as pool:
        for hour, number in enumerate(pool.imap(_load_hour, portions)):
            done += number
            if hour % 72 == 0:
                print(f"{done} of {count} events after {time.monotonic() - began:.0f} s", flush=True)
    print(f"{done} events loaded in {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)


def _load_hour(portion: tuple[str, int, datetime, int]) -> int:
    address, seed, begin, number = portion
    # One set of people and one client a process: each hour would make them anew.
    if address not in _of_process:
        _of_process[address] = client(address), people(seed)
    database, everybody = _of_process[address]
    events = events_of(begin, number, seed, everybody)
    while batch := [{"PutRequest": {"Item": to_item(one)}} for one in islice(events, _AT_ONCE)]:
        write(database, batch)
    return number


_of_process: dict[str, Any] = {}
