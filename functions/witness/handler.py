"""The witness function: wires the adapters, and answers each HTTP request.

It knows nobody's session and records no event: a witness belongs to somebody else than the log.
"""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.witness.proxy_event import asked, proxy_answer
from functions.witness.settings import Settings
from lacre.aws import clients
from lacre.aws.ambient import SystemClock
from lacre.aws.kms_signer import KmsSigner
from lacre.aws.witness_list import logs_in
from lacre.aws.witness_table import WitnessTable
from lacre.witnessing.answer import Answer
from lacre.witnessing.routes import answer
from lacre.witnessing.witness import Witness

settings = Settings.from_env()
logger = Logger(service="witness", level="INFO", utc=True)
metrics = Metrics(namespace="Lacre", service="witness")

witness = Witness(
    settings.witness_name,
    KmsSigner(clients.kms(), settings.witness_key_id),
    WitnessTable(clients.dynamodb(), settings.witness_table),
    logs_in(clients.ssm(), settings.logs_parameter),
    SystemClock(),
)


@metrics.log_metrics
def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    metrics.add_metric("WitnessRequests", MetricUnit.Count, 1)
    request = asked(event)
    told = answer(witness, request.method, request.path, request.body)
    _tell(request.method, told)
    return proxy_answer(told)


def _tell(method: str, told: Answer) -> None:
    metrics.add_metric("WitnessFaults", MetricUnit.Count, 1 if told.fault else 0)
    # Of forks alone: anybody can leave a doubt, and nobody shall be able to wake somebody for nothing.
    metrics.add_metric("EvidenceKept", MetricUnit.Count, 1 if told.is_fork else 0)
    logger.info("answered", extra={"method": method, "status": told.status})
    if told.fault:
        logger.error("the witness cannot answer", extra={"reason": told.fault})
    if told.is_fork:
        logger.error("a log contradicts itself: evidence is kept", extra={"evidence": told.kept})
    elif told.kept:
        logger.warning("a checkpoint came without its proof: both notes are kept", extra={"evidence": told.kept})
