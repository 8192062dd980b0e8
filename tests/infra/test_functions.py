"""Functions: what each stands on, how it is called, and what it is told."""

import json
from collections.abc import Iterator

import pytest

from tests.infra.repository import FUNCTIONS
from tests.infra.synthesis import Resource, Synthesis, place
from tests.variables import variables

HTTP = ("identity", "network", "hedge", "query", "ingest")
EVERYTHING = ["deps", "lacre", "identity", "network", "hedge"]
LAYERS = {
    **dict.fromkeys(HTTP, EVERYTHING),
    "archive": ["deps", "lacre"],
    "fraud": ["deps", "lacre"],
    "sweep": ["deps", "lacre", "identity", "hedge"],
    "export": ["deps", "lacre"],
}
TRAIL = {"EVENTS_TABLE", "RECEIPT_KEY_ID"}
ANSWERING = TRAIL | {
    "COUNTERS_TABLE",
    "OUTAGE_QUEUE_URL",
    "USERS_TABLE",
    "BLOCKS_TABLE",
    "ANSWERS_TABLE",
    "ARCHIVE_BUCKET",
}
TAKING_TOKENS = ANSWERING | {
    "JWT_ISSUER",
    "JWT_AUDIENCE",
    "JWKS_URL",
    "JWT_ALGORITHM",
    "JWT_SESSIONS",
    "SESSIONS_TABLE",
}
LOG = {"LOG_TABLE", "LOG_BUCKET", "ARCHIVE_BUCKET"}
DETECTION = {"WINDOWS_TABLE", "ALERTS_TABLE", "BLOCKS_TABLE", "FAILURES_BUCKET", "TRADING_ZONE"}
ENVIRONMENT = {
    "identity": TAKING_TOKENS | {"TOKEN_KEY_ID", "BOOTSTRAP_SECRET_ID", "JURISDICTIONS_TABLE", "NETWORK_TABLE"},
    "network": TAKING_TOKENS | {"NETWORK_TABLE"},
    "hedge": TAKING_TOKENS | {"HEDGE_TABLE", "LEDGER_TABLE"},
    "ingest": ANSWERING,
    "query": TAKING_TOKENS
    | {"LOG_TABLE", "LOG_BUCKET", "ALERTS_TABLE", "CASES_TABLE", "WINDOWS_TABLE"}
    | {"EXPORTS_TABLE", "EXPORTS_QUEUE_URL", "EXPORTS_BUCKET", "TRADING_ZONE"},
    "archive": TRAIL | LOG | {"CHECKPOINT_KEY_IDS", "LOG_ORIGIN", "FAILURES_BUCKET", "WITNESSES_PARAMETER"},
    "fraud": TRAIL | DETECTION,
    "export": TRAIL
    | LOG
    | {"COUNTERS_TABLE", "EXPORTS_TABLE", "EXPORTS_BUCKET", "FAILURES_BUCKET"}
    | {"ATHENA_WORKGROUP", "GLUE_DATABASE", "GLUE_TABLE"}
    | {"ORGANISATION", "DOCUMENT_KEY_ID", "DOCUMENT_CERTIFICATES_PARAMETER", "TIMESTAMP_AUTHORITY_URL"},
    "sweep": TRAIL
    | LOG
    | {
        "SESSIONS_TABLE",
        "USERS_TABLE",
        "COUNTERS_TABLE",
        "OUTAGE_QUEUE_URL",
        "ARCHIVE_FUNCTION",
        "TIMESTAMP_AUTHORITY_URL",
        "LEDGER_TABLE",
        *DETECTION,
    },
}
TIMEOUTS = {**dict.fromkeys(HTTP, 10), "archive": 60, "fraud": 60, "sweep": 300, "export": 840}
SCHEDULED = {
    "sweep": "5 minutes",
    "reconcile": "5 minutes",
    "compact": "15 minutes",
    "timestamp": "1 hour",
    "pack": "5 minutes",
    "decide": "5 minutes",
    "count": "1 hour",
    "summarise": "5 minutes",
}


def function(stage: Synthesis, name: str) -> Resource:
    found: Resource = stage.resource(stage.stateless, "AWS::Lambda::Function", f"{name}/Function")["Properties"]
    return found


def test_the_functions_are_those_of_the_contract(stage: Synthesis) -> None:
    assert {place(f) for f in stage.all("AWS::Lambda::Function")} == {f"{name}/Function" for name in FUNCTIONS}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_stands_on(dev: Synthesis, name: str) -> None:
    found = function(dev, name)
    assert found["Handler"] == f"functions.{name}.handler.handler"
    assert (found["Runtime"], found["Architectures"]) == ("python3.13", ["arm64"])
    assert found["Timeout"] == TIMEOUTS[name]
    assert found["TracingConfig"] == {"Mode": "Active"}
    places = {logical: place(r) for logical, r in dev.stateless.find_resources("AWS::Lambda::LayerVersion").items()}
    assert {places[layer["Ref"]] for layer in found["Layers"]} == {f"layers/{layer}" for layer in LAYERS[name]}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_http_functions_are_snapshotted_and_capped(stage: Synthesis, name: str) -> None:
    found = function(stage, name)
    if name in HTTP:
        assert found["SnapStart"] == {"ApplyOn": "PublishedVersions"}
        assert found["ReservedConcurrentExecutions"] == stage.settings.http_concurrency
    else:
        assert "SnapStart" not in found
        assert "ReservedConcurrentExecutions" not in found


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_logs_into_its_own_group_for_a_time(stage: Synthesis, name: str) -> None:
    group = stage.resource(stage.stateless, "AWS::Logs::LogGroup", f"{name}/Log")["Properties"]
    assert group["RetentionInDays"] == stage.settings.log_retention_days
    assert "LoggingConfig" in function(stage, name)


def aliases(stage: Synthesis, name: str) -> set[str]:
    every = stage.stateless.find_resources("AWS::Lambda::Alias")
    for alias in every.values():
        assert "Version" in alias["Properties"]["FunctionVersion"]["Fn::GetAtt"]
    return {logical for logical, alias in every.items() if alias["Properties"]["Name"] == name}


def callees(stage: Synthesis) -> Iterator[tuple[str, str]]:
    """Everything in the stack that names a function in order to call it, or to let it be called."""
    for mapping in stage.all("AWS::Lambda::EventSourceMapping"):
        yield place(mapping), mapping["Properties"]["FunctionName"]["Ref"]
    for permission in stage.all("AWS::Lambda::Permission"):
        yield place(permission), permission["Properties"]["FunctionName"]["Ref"]
    for method in stage.all("AWS::ApiGateway::Method"):
        parts = method["Properties"]["Integration"]["Uri"]["Fn::Join"][1]
        yield place(method), next(p["Ref"] for p in parts if isinstance(p, dict) and "Live" in p.get("Ref", ""))
    for job in SCHEDULED:
        rule = stage.resource(stage.stateless, "AWS::Events::Rule", f"{job}-schedule")
        yield place(rule), rule["Properties"]["Targets"][0]["Arn"]["Ref"]


def test_everything_calls_aliases(stage: Synthesis) -> None:
    live = aliases(stage, "live")
    assert len(live) == len(FUNCTIONS)
    called = dict(callees(stage))
    assert set(called.values()) == live
    assert len(called) > 20


def test_the_sealer_has_an_entrance_for_each_that_asks(stage: Synthesis) -> None:
    [feed], [rotate] = aliases(stage, "feed"), aliases(stage, "rotate")
    assert function(stage, "sweep")["Environment"]["Variables"]["ARCHIVE_FUNCTION"] == {"Ref": feed}
    granted = json.dumps(stage.all("AWS::IAM::Policy"))
    assert feed in granted
    assert rotate not in granted, "an operator's, and no function's"


def test_a_failed_job_is_repeated_by_its_schedule_alone(stage: Synthesis) -> None:
    [config] = stage.all("AWS::Lambda::EventInvokeConfig")
    assert config["Properties"]["MaximumRetryAttempts"] == 0


@pytest.mark.parametrize(("job", "every"), SCHEDULED.items())
def test_each_job_of_the_sweep_has_its_schedule(stage: Synthesis, job: str, every: str) -> None:
    rule = stage.resource(stage.stateless, "AWS::Events::Rule", f"{job}-schedule")["Properties"]
    assert rule["ScheduleExpression"] == f"rate({every})"
    assert rule["Targets"][0]["Input"] == json.dumps({"job": job}, separators=(",", ":"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_environment_is_the_contracts(stage: Synthesis, name: str) -> None:
    assert set(function(stage, name)["Environment"]["Variables"]) == ENVIRONMENT[name]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_environment_is_what_the_function_reads(stage: Synthesis, name: str) -> None:
    assert set(function(stage, name)["Environment"]["Variables"]) == set(variables(name))


def test_tokens_are_issued_and_checked_under_the_public_url(stage: Synthesis) -> None:
    told = function(stage, "network")["Environment"]["Variables"]
    assert told["JWT_ISSUER"] == stage.settings.public_url
    assert told["JWKS_URL"] == f"{stage.settings.public_url}/.well-known/jwks.json"
    assert told["JWT_AUDIENCE"] == "lacre"
