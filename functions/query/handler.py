"""The query function, wired. Importing it opens no connection and makes nothing secret, unique or fresh."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from functions.query.application import query_application
from functions.query.deep_searching import DeepSearching
from functions.query.exporting import Exporting
from functions.query.investigation import Investigation
from functions.query.observing import Observing
from functions.query.settings import Settings
from functions.query.sources import Sources
from functions.query.watching import Watching
from identity.aws.people_table import PeopleTable
from identity.wiring.authenticator import keys_probe, token_authenticator
from lacre.aws import clients
from lacre.aws.alerts_table import AlertsTable, SnoozesTable
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.blocks_table import BlocksTable
from lacre.aws.cases_table import CasesTable
from lacre.aws.deep_searches_table import DeepSearchesTable
from lacre.aws.event_index import EventIndexes
from lacre.aws.event_rows import EventRows
from lacre.aws.exports_bucket import ExportsBucket
from lacre.aws.exports_queue import DEEP_SEARCH, ExportsQueue
from lacre.aws.exports_table import ExportsTable
from lacre.aws.found_pages import FoundPagesBucket
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.aws.reconciliation_state import ReconciliationState
from lacre.aws.stored_checkpoint import StoredCheckpoint
from lacre.aws.summaries_table import SummariesTable
from lacre.aws.windows_table import WindowsTable
from lacre.investigating.rulebook import load_rulebook
from lacre.observing.look_around import LookAround
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

LOOKS_AT_ONCE = 6
"""All that the page of an event looks at around it. They wait for the readers, and would take their places."""

PARTS_AT_ONCE = 8
"""What the dashboard is made of, of which some wait for the readers too."""


def application(settings: Settings) -> FastAPI:
    database = clients.dynamodb()
    heads, log = LogTable(database, settings.log_table), PublicLogBucket(clients.s3(), settings.log_bucket)
    probes = {
        "events table": events_probe(settings.trail, database),
        "token keys": keys_probe(settings.token),
        "log": lambda: _look_at(heads, log),
    }
    authenticator = token_authenticator(settings.token, database)
    sources = _sources(database, settings, heads, log)
    return query_application(trail(settings.trail, authenticator, database, "query"), sources, probes)


def _sources(database: "DynamoDBClient", settings: Settings, log_table: LogTable, log: PublicLogBucket) -> Sources:
    events_table = settings.trail.events_table
    clock, rows = SystemClock(), EventRows(database, events_table)
    pool = ThreadPoolExecutor(READS_AT_ONCE, "reader")
    search = Search(EventIndexes(database, events_table), rows, log_table, clock, pool)
    investigation = _investigation(database, settings)
    looking = ThreadPoolExecutor(LOOKS_AT_ONCE, "looking")
    watching = Watching(
        index=EventIndexes(database, events_table),
        heads=log_table,
        leaves=log_table,
        current=StoredCheckpoint(clients.s3(), settings.log_bucket),
        kept=ReconciliationState(database, settings.trail.counters_table),
        counted=SummariesTable(database, settings.trail.counters_table),
        windows=investigation.windows,
        clock=clock,
        readers=pool,
        parts=ThreadPoolExecutor(PARTS_AT_ONCE, "part"),
    )
    return Sources(
        search=search,
        rows=rows,
        examiner=Examiner(rows, log_table, clock),
        prover=Prover(log, log_table, pool),
        clock=clock,
        investigation=investigation,
        exporting=_exporting(database, settings),
        deep_searching=_deep_searching(database, settings),
        observing=Observing(LookAround(search, investigation.blocks, looking), ZoneInfo(settings.trading_zone)),
        watching=watching,
    )


def _investigation(database: "DynamoDBClient", settings: Settings) -> Investigation:
    return Investigation(
        alerts=AlertsTable(database, settings.alerts_table),
        snoozes=SnoozesTable(database, settings.windows_table),
        cases=CasesTable(database, settings.cases_table),
        blocks=BlocksTable(database, settings.token.blocks_table),
        people=PeopleTable(database, settings.token.users_table),
        windows=WindowsTable(database, settings.windows_table, settings.alerts_table, settings.trail.events_table),
        rulebook=load_rulebook(),
        entropy=SystemEntropy(),
    )


def _exporting(database: "DynamoDBClient", settings: Settings) -> Exporting:
    return Exporting(
        jobs=ExportsTable(database, settings.exports_table),
        queue=ExportsQueue(clients.sqs(), settings.exports_queue_url),
        files=ExportsBucket(clients.s3_links(), settings.exports_bucket),
        entropy=SystemEntropy(),
    )


def _deep_searching(database: "DynamoDBClient", settings: Settings) -> DeepSearching:
    return DeepSearching(
        jobs=DeepSearchesTable(database, settings.exports_table),
        queue=ExportsQueue(clients.sqs(), settings.exports_queue_url, DEEP_SEARCH),
        pages=FoundPagesBucket(clients.s3(), settings.exports_bucket),
        entropy=SystemEntropy(),
    )


def _look_at(heads: LogTable, log: PublicLogBucket) -> None:
    """That neither head nor checkpoint exists yet is an answer too."""
    heads.read()
    log.get(CHECKPOINT)


handler = behind_gateway(application(Settings.from_env()))
