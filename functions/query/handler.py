"""The query function, wired. Importing it opens no connection and makes nothing secret, unique or fresh."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from fastapi import FastAPI

from functions.query.application import query_application
from functions.query.investigation import Investigation
from functions.query.settings import Settings
from functions.query.sources import Sources
from identity.wiring.authenticator import keys_probe, token_authenticator
from lacre.aws import clients
from lacre.aws.alerts_table import AlertsTable, SnoozesTable
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.blocks_table import BlocksTable
from lacre.aws.cases_table import CasesTable
from lacre.aws.event_index import EventIndexes
from lacre.aws.event_rows import EventRows
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.investigating.rulebook import load_rulebook
from lacre.ports.sealing import CHECKPOINT
from lacre.proving.examination import Examiner
from lacre.proving.inclusion import Prover
from lacre.searching.search import Search
from lacre.wiring.gateway import behind_gateway
from lacre.wiring.trail import events_probe, trail

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


READS_AT_ONCE = 8
"""Below the ten connections that a client keeps; the pool starts its threads on first use, after any snapshot."""


def application(settings: Settings) -> FastAPI:
    database = clients.dynamodb()
    heads, log = LogTable(database, settings.log_table), PublicLogBucket(clients.s3(), settings.log_bucket)
    probes = {
        "events table": events_probe(settings.trail, database),
        "token keys": keys_probe(settings.token),
        "log": lambda: _look_at(heads, log),
    }
    authenticator = token_authenticator(settings.token, database)
    sources = _sources(database, settings.trail.events_table, heads, log, _investigation(database, settings))
    return query_application(trail(settings.trail, authenticator, database, "query"), sources, probes)


def _sources(
    database: "DynamoDBClient",
    events_table: str,
    log_table: LogTable,
    log: PublicLogBucket,
    investigation: Investigation,
) -> Sources:
    clock, rows = SystemClock(), EventRows(database, events_table)
    pool = ThreadPoolExecutor(READS_AT_ONCE, "reader")
    return Sources(
        search=Search(EventIndexes(database, events_table), rows, log_table, clock, pool),
        rows=rows,
        examiner=Examiner(rows, log_table, clock),
        prover=Prover(log, log_table, pool),
        clock=clock,
        investigation=investigation,
    )


def _investigation(database: "DynamoDBClient", settings: Settings) -> Investigation:
    return Investigation(
        alerts=AlertsTable(database, settings.alerts_table),
        snoozes=SnoozesTable(database, settings.windows_table),
        cases=CasesTable(database, settings.cases_table),
        blocks=BlocksTable(database, settings.token.blocks_table),
        rulebook=load_rulebook(),
        entropy=SystemEntropy(),
    )


def _look_at(heads: LogTable, log: PublicLogBucket) -> None:
    """That neither head nor checkpoint exists yet is an answer too."""
    heads.read()
    log.get(CHECKPOINT)


handler = behind_gateway(application(Settings.from_env()))
