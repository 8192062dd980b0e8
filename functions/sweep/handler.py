"""The sweep function: wires the adapters, and runs the jobs that are due."""

from typing import Any

from aws_lambda_powertools import Logger

from functions.sweep.jobs import Job, sweep
from functions.sweep.settings import Settings
from identity.aws.sessions_table import SessionsTable
from identity.expiring.expire_sessions import ExpireSessions
from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.flood_counters import FloodCounters
from lacre.aws.outage_queue import OutageQueue
from lacre.recording.catching_up import record_waiting, sum_up_floods
from lacre.wiring.recorder import recorder_on

settings = Settings.from_env()
logger = Logger(service="sweep", level="INFO", utc=True)
clock, entropy = SystemClock(), SystemEntropy()
# A quick one: a table that hangs costs its own job's time, and not that of the whole run.
database = clients.dynamodb()
recorder = recorder_on(database, settings.events_table, settings.receipt_key_id)
backlog = OutageQueue(clients.sqs(), settings.outage_queue_url, clock, entropy)
floods = FloodCounters(database, settings.counters_table)
expire_sessions = ExpireSessions(SessionsTable(database, settings.sessions_table), recorder, clock)

JOBS: dict[str, Job] = {
    "outage": lambda: record_waiting(backlog, recorder, clock),
    "floods": lambda: sum_up_floods(floods, recorder, clock),
    "sessions": expire_sessions,
}


def handler(_: dict[str, Any], __: object) -> dict[str, int]:
    run = sweep(JOBS, recorder)
    logger.info("swept", extra={"done": dict(run.done)})
    return dict(run.done)
