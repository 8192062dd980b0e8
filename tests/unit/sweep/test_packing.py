"""The packing job is a run like any other: one event, with the number of lines that were packed."""

import json
from typing import TYPE_CHECKING

import boto3

from functions.sweep.jobs import run
from functions.sweep.packing import packing
from hedge.aws.ledger_table import LedgerTable
from lacre.aws.events_table import EventsTable
from tests.atomic_moto import atomic_moto
from tests.fakes.ambient import SeededEntropy, TickingClock
from tests.fakes.commits import committing
from tests.fakes.hedge_entries import lines_of, settlements
from tests.fakes.trail import MemoryTrail
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def test_a_run_packs_the_ledger_and_tells_how_much() -> None:
    with atomic_moto():
        client: DynamoDBClient = boto3.client("dynamodb")
        table, commit = create(client, "ledger"), committing(EventsTable(client, create(client, "events")))
        ledger, made, memory = LedgerTable(client, table), list(settlements(7)), MemoryTrail()
        for one in made:
            commit(ledger.adding(one))
        job = packing(client, table, TickingClock(), SeededEntropy())
        done = [run("pack", job, memory.recorder()).done for _ in range(2)]
        assert done == [{"ledger": 14}, {"ledger": 0}]
        assert ledger.within(None, None, None, 100).lines == lines_of(made)
    told = [json.loads(one.event.body_bytes)["after"] for one in memory.events.rows.values()]
    assert told == [{"done": {"ledger": packed}, "failed": {}} for packed in (14, 0)]
