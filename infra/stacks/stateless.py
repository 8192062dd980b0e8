"""What runs: functions, the API in front of them, what starts the others, and alarms."""

from collections.abc import Callable

from aws_cdk import CfnOutput, Duration, IReusableStackSynthesizer, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from infra import access
from infra.constructs.alarms import FIVE_MINUTES, Alarms
from infra.constructs.athena import Athena
from infra.constructs.consumer import Consumer, Reading
from infra.constructs.firewall import Firewall
from infra.constructs.function import Function, Ground, Shape
from infra.constructs.gateway import Gateway
from infra.constructs.layers import Layers
from infra.constructs.work_queue import QueueReader
from infra.environment import Environments
from infra.nag import acknowledge
from infra.sources import Sources
from infra.stacks.stateful import EXPORT_TIMEOUT, Stateful
from infra.stage import StageSettings

Grant = Callable[[Function, Stateful], None]

EVERYTHING = ("deps", "lacre", "identity", "network", "hedge")
HTTP_TIMEOUT_SECONDS = 10
JOB_TIMEOUT_SECONDS = 60
SWEEP_TIMEOUT_SECONDS = 300
# One full virtual CPU: what an export costs is mostly reading JSON.
EXPORT_MEMORY_MB = 1769

SCHEDULES = {
    "sweep": Duration.minutes(5),
    "reconcile": Duration.minutes(5),
    "compact": Duration.minutes(15),
    "timestamp": Duration.hours(1),
    "pack": Duration.minutes(5),
    "decide": Duration.minutes(5),
    "count": Duration.hours(1),
    "summarise": Duration.minutes(5),
}
"""How often each job of the sweep function runs."""

PAGES = ("audit-logs", "dashboard", "alerts", "cases", "blocks", "exports", "deep-searches")
"""Of the console; what is below them are single things and what a person does with them."""

NETWORK_KINDS = ("agents", "merchants", "markets", "pos", "transactions")

ROUTES = {
    "identity": [
        "/v1/bootstrap",
        "/v1/auth/{proxy+}",
        "/v1/users",
        "/v1/users/{proxy+}",
        "/v1/jurisdiction-changes",
        "/v1/jurisdiction-changes/{proxy+}",
        "/.well-known/jwks.json",
        "/console/{proxy+}",
    ],
    "network": [
        *(f"/v1/{kind}{rest}" for kind in NETWORK_KINDS for rest in ("", "/{proxy+}")),
        "/v1/sync",
    ],
    "hedge": [
        *(f"/v1/{kind}{rest}" for kind in ("orders", "linkages") for rest in ("", "/{proxy+}")),
        *(f"/v1/{part}/{{proxy+}}" for part in ("contracts", "market-data", "cashflow", "exposures", "mtm", "pl")),
        "/v1/scenario/what-if/run",
    ],
    "query": [
        "/v1/audit/{proxy+}",
        # The one path that two functions serve: producers post there, auditors read.
        "/v1/audit/events",
        "/v1/audit/events/{proxy+}",
        *(f"/{page}{rest}" for page in PAGES for rest in ("", "/{proxy+}")),
        "/settings",
        "/language/{proxy+}",
        "/login",
        "/static/{proxy+}",
        *(f"/v1/{kind}{rest}" for kind in ("alerts", "cases", "blocks", "rules") for rest in ("", "/{proxy+}")),
        "/health",
        "/ready",
    ],
    "ingest": ["POST /v1/audit/events"],
}

# Alerts are events too: without the filter the detector would read its own.
NEW_EVENTS_OF_OTHERS = (
    '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"source":{"S":[{"anything-but":["DETECTOR"]}]}}}}'
)
READINGS = {
    # The sealer sees MODIFY and REMOVE as well: they are how a change of an event shows.
    "archive": Reading(batch=200, window_seconds=1),
    "fraud": Reading(batch=100, window_seconds=0, pattern=NEW_EVENTS_OF_OTHERS),
}


class Stateless(Stack):
    """Everything that can be thrown away and deployed again."""

    def __init__(
        self,
        scope: Construct,
        settings: StageSettings,
        sources: Sources,
        data: Stateful,
        synthesizer: IReusableStackSynthesizer,
    ) -> None:
        super().__init__(
            scope,
            f"lacre-{settings.name}-stateless",
            termination_protection=settings.is_protected,
            synthesizer=synthesizer,
        )
        self._data = data
        self._ground = Ground(settings, sources, Layers(self, "layers", settings.runtime, sources))
        self._environments = Environments(settings, data)
        self.athena = Athena(self, "athena", settings, data.log_files, data.query_results)
        self.functions = self._http_functions(settings.http_concurrency) | self._background_functions()
        self._start_consumers()
        self._start_schedules()
        self._add_gateway(settings)
        self._add_alarms(settings)
        self._add_outputs()

    def _http_functions(self, concurrency: int) -> dict[str, Function]:
        shape = Shape(HTTP_TIMEOUT_SECONDS, EVERYTHING, http=True, concurrency=concurrency)
        answering, tokens = access.allow_answering, access.allow_taking_tokens
        return {
            "identity": self._function("identity", shape, answering, tokens, access.allow_identity),
            "network": self._function("network", shape, answering, tokens, access.allow_network),
            "hedge": self._function("hedge", shape, answering, tokens, access.allow_hedge),
            "query": self._function("query", shape, answering, tokens, access.allow_query),
            "ingest": self._function("ingest", shape, answering, access.allow_ingest),
        }

    def _background_functions(self) -> dict[str, Function]:
        alone = Shape(JOB_TIMEOUT_SECONDS, ("deps", "lacre"))
        exporting = Shape(int(EXPORT_TIMEOUT.to_seconds()), ("deps", "lacre"), memory_mb=EXPORT_MEMORY_MB)
        with_people = Shape(SWEEP_TIMEOUT_SECONDS, ("deps", "lacre", "identity", "hedge"))
        archive = self._function("archive", alone, access.allow_archive)
        feed = archive.entrance("feed")
        # Nobody is granted this one here: an operator rotates the log's keys through it.
        archive.entrance("rotate")
        feeding = access.allow_feeding(feed)
        return {
            "archive": archive,
            "fraud": self._function("fraud", alone, access.allow_fraud),
            "export": self._function(
                "export",
                exporting,
                access.allow_export,
                access.allow_signing_documents,
                access.allow_asking_athena(self.athena),
                **self.athena.variables,
            ),
            "sweep": self._function(
                "sweep", with_people, access.allow_sweep, feeding, ARCHIVE_FUNCTION=feed.function_arn
            ),
        }

    def _function(self, name: str, shape: Shape, *grants: Grant, **variables: str) -> Function:
        function = Function(self, name, self._ground, shape, self._environments.of(name) | variables)
        for grant in (access.allow_recording, *grants):
            grant(function, self._data)
        return function

    def _start_consumers(self) -> None:
        for name, reading in READINGS.items():
            Consumer(self, f"{name}-reader", self.functions[name], self._data.events, self._data.failures, reading)
        QueueReader(self, "export-reader", self.functions["export"], self._data.asked_exports.queue)

    def _start_schedules(self) -> None:
        # The next run is the repetition: Lambda's own two would only overlap with it.
        sweep = self.functions["sweep"].alias
        sweep.configure_async_invoke(retry_attempts=0)
        acknowledge(sweep, "the next run does what a lost one left", "Serverless-LambdaAsyncFailureDestination")
        for job, every in SCHEDULES.items():
            payload = events.RuleTargetInput.from_object({"job": job})
            rule = events.Rule(
                self,
                f"{job}-schedule",
                schedule=events.Schedule.rate(every),
                targets=[targets.LambdaFunction(self.functions["sweep"].alias, event=payload)],
            )
            acknowledge(rule, "the next run does what a lost one left", "Serverless-EventBusDLQ")

    def _add_gateway(self, settings: StageSettings) -> None:
        self.gateway = Gateway(self, "gateway", settings, ROUTES, self.functions)
        firewall = Firewall(self, "firewall", settings.address_limits)
        # The local AWS knows WebACLs and not their association.
        if not settings.is_local:
            firewall.guard(self.gateway.api.deployment_stage.stage_arn)

    def _add_alarms(self, settings: StageSettings) -> None:
        alarms = Alarms(self, "alarms", settings.alarm_email)
        alarms.watch_sealing()
        alarms.watch_tampering()
        alarms.watch_repairs()
        alarms.watch_heartbeat()
        alarms.watch_reconciliation()
        alarms.watch_witnesses()
        for name in READINGS:
            alarms.watch_consumer(self.functions[name])
        alarms.watch_functions(self.functions)
        alarms.watch_api(self.gateway.api.metric_server_error(period=FIVE_MINUTES, statistic="Sum"))
        alarms.watch_failures(self._data.failures)
        alarms.watch_queue("Outage", self._data.outage.queue)
        alarms.watch_queue("OutageDeadLetters", self._data.outage.dead_letters)
        alarms.watch_queue("ExportsDeadLetters", self._data.asked_exports.dead_letters)
        alarms.watch_exports()
        alarms.watch_break_glass(self._data.break_glass.role_arn, self._data.events)
        CfnOutput(self, "TopicAlarms", value=alarms.topic.topic_arn)

    def _add_outputs(self) -> None:
        for name, function in self.functions.items():
            CfnOutput(self, f"Function{name.capitalize()}", value=function.function.function_name)
            CfnOutput(self, f"Role{name.capitalize()}", value=function.role.role_arn)
        CfnOutput(self, "AthenaWorkgroup", value=self.athena.workgroup_name)
        CfnOutput(self, "GlueDatabase", value=self.athena.database_name)
        CfnOutput(self, "GlueTable", value=self.athena.table_name)
        self.gateway.add_outputs(self)
