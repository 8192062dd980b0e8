"""The witness's stack: what it stands on, what it may do, and that it shares nothing with the log's."""

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import DefaultStackSynthesizer
from aws_cdk.assertions import Template

from infra import nag
from infra.sources import Sources
from infra.stacks.witness import Witness
from infra.stage import stage_settings
from tests.infra.synthesis import new_app
from tests.variables import variables


@pytest.fixture(scope="module", params=["dev", "local"])
def template(request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    app = new_app(tmp_path_factory.mktemp("witness"))
    stack = Witness(app, stage_settings(request.param), Sources(repository), DefaultStackSynthesizer())
    nag.check(app)
    app.synth()
    return Template.from_stack(stack)


def only(template: Template, kind: str) -> Any:
    (found,) = template.find_resources(kind).values()
    return found


def statements(template: Template) -> list[Any]:
    return [
        statement
        for policy in template.find_resources("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def test_it_shares_nothing_with_another_stack(template: Template) -> None:
    text = json.dumps(template.to_json())
    assert "Fn::ImportValue" not in text
    assert "Export" not in text


def test_what_it_may_do(template: Template) -> None:
    actions = sorted(
        action
        for one in statements(template)
        for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
    )
    assert actions == [
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "kms:GetPublicKey",
        "kms:Sign",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "ssm:GetParameter",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ]


def test_the_parameter_that_it_may_read_is_named(template: Template) -> None:
    name = only(template, "AWS::SSM::Parameter")["Properties"]["Name"]
    (granted,) = (one["Resource"] for one in statements(template) if one["Action"] == "ssm:GetParameter")
    # The name is a reference in the ARN, which is right only while the name begins with a slash.
    assert name.startswith("/lacre/")
    assert granted["Fn::Join"][1][-2:] != [":parameter/", {"Ref": "logs0B6081B1"}]


def test_only_its_own_role_signs(template: Template) -> None:
    (denied,) = (
        one
        for one in only(template, "AWS::KMS::Key")["Properties"]["KeyPolicy"]["Statement"]
        if one["Effect"] == "Deny"
    )
    assert denied["Action"] == "kms:Sign"
    (role,) = template.find_resources("AWS::IAM::Role")
    arns = json.dumps(denied["Condition"]["ArnNotLike"])
    assert "-witness-witnessRole*" in arns
    assert role.startswith("witnessRole")


def test_its_memory_outlives_it(template: Template) -> None:
    table = only(template, "AWS::DynamoDB::Table")
    stage = only(template, "AWS::SSM::Parameter")["Properties"]["Name"].split("/")[2]
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionPolicy"] == ("Delete" if stage == "local" else "Retain")
    assert table["Properties"]["DeletionProtectionEnabled"] is (stage != "local")


def test_anybody_may_ask_its_alias(template: Template) -> None:
    url = only(template, "AWS::Lambda::Url")["Properties"]
    assert (url["AuthType"], url["Qualifier"]) == ("NONE", "live")
    assert only(template, "AWS::Lambda::Function")["Properties"]["ReservedConcurrentExecutions"] == 5


def test_the_environment_is_what_the_function_reads(template: Template) -> None:
    function = only(template, "AWS::Lambda::Function")["Properties"]
    assert set(function["Environment"]["Variables"]) == set(variables("witness"))
    assert function["Handler"] == "functions.witness.handler.handler"


def test_it_wakes_somebody(template: Template) -> None:
    alarms = {
        one["Properties"]["MetricName"]: one["Properties"]
        for one in template.find_resources("AWS::CloudWatch::Alarm").values()
    }
    assert set(alarms) == {"EvidenceKept", "WitnessFaults", "Errors", "Throttles"}
    assert all(one["AlarmActions"] for one in alarms.values())


def test_what_the_runner_reads(template: Template) -> None:
    assert set(template.to_json()["Outputs"]) >= {
        "UrlWitness",
        "TableWitness",
        "KeyWitness",
        "ParameterLogs",
        "FunctionWitness",
        "RoleWitness",
        "TopicWitness",
    }
