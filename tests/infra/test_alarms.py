"""Alarms: what wakes somebody, and that it reaches somebody."""

import json

import pytest

from tests.infra.synthesis import Synthesis, place

FUNCTIONS = ("identity", "network", "hedge", "query", "ingest", "archive", "fraud", "sweep", "export")
WANTED = {
    "SealDelay",
    "LogTampered",
    "LogRepaired",
    "LogDamaged",
    "HeartbeatMissing",
    "UnsealedAge",
    "ReconciliationFindings",
    "ReconciliationLag",
    "SequenceGaps",
    "WitnessRefused",
    "WitnessUnanswered",
    "archiveIteratorAge",
    "fraudIteratorAge",
    "Api5xx",
    "FailuresWritten",
    "OutageNotEmpty",
    "OutageDeadLettersNotEmpty",
    "ExportsDeadLettersNotEmpty",
    "ExportsFailed",
    "DeepSearchesFailed",
    *(f"{name}Throttles" for name in FUNCTIONS),
    *(f"{name}Errors" for name in FUNCTIONS),
}


def test_the_alarms_exist_and_speak(stage: Synthesis) -> None:
    found = {place(alarm).removeprefix("alarms/"): alarm["Properties"] for alarm in stage.all("AWS::CloudWatch::Alarm")}
    assert set(found) == WANTED
    [topic] = stage.stateless.find_resources("AWS::SNS::Topic")
    for alarm in found.values():
        assert alarm["AlarmActions"] == [{"Ref": topic}]


def test_somebody_listens_on_aws(dev: Synthesis) -> None:
    [subscription] = dev.all("AWS::SNS::Subscription")
    assert subscription["Properties"]["Endpoint"] == dev.settings.alarm_email


def test_the_seal_is_late_after_120_seconds(stage: Synthesis) -> None:
    alarm = stage.resource(stage.stateless, "AWS::CloudWatch::Alarm", "alarms/SealDelay")["Properties"]
    assert (alarm["Namespace"], alarm["MetricName"], alarm["Threshold"]) == ("Lacre", "SealDelay", 120)


@pytest.mark.parametrize("name", ["HeartbeatMissing", "ReconciliationLag"])
def test_silence_is_an_alarm_where_somebody_has_to_speak(stage: Synthesis, name: str) -> None:
    alarm = stage.resource(stage.stateless, "AWS::CloudWatch::Alarm", f"alarms/{name}")["Properties"]
    assert (alarm["TreatMissingData"], alarm["Period"]) == ("breaching", 900)


def test_a_heartbeat_of_every_five_minutes_is_missed_after_fifteen(stage: Synthesis) -> None:
    alarm = stage.resource(stage.stateless, "AWS::CloudWatch::Alarm", "alarms/HeartbeatMissing")["Properties"]
    assert (alarm["MetricName"], alarm["Threshold"]) == ("EventsSealed", 1)
    assert alarm["ComparisonOperator"] == "LessThanThreshold"


def test_breaking_the_glass_is_heard(dev: Synthesis) -> None:
    rule = dev.resource(dev.stateless, "AWS::Events::Rule", "alarms/BreakGlassAssumed")["Properties"]
    assert rule["State"] == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    assert rule["EventPattern"]["source"] == ["aws.sts"]
    assert "breakglass" in json.dumps(rule["EventPattern"]["detail"])
    touched = dev.resource(dev.stateless, "AWS::Events::Rule", "alarms/TableRedefined")["Properties"]
    assert set(touched["EventPattern"]["detail"]["eventName"]) == {
        "UpdateTable",
        "DeleteTable",
        "UpdateTimeToLive",
        "UpdateContinuousBackups",
        "PutResourcePolicy",
        "DeleteResourcePolicy",
    }
    [topic] = dev.stateless.find_resources("AWS::SNS::Topic")
    for found in (rule, touched):
        assert [target["Arn"] for target in found["Targets"]] == [{"Ref": topic}]
    publishers = json.dumps(dev.all("AWS::SNS::TopicPolicy"))
    assert "events.amazonaws.com" in publishers
    assert "cloudwatch.amazonaws.com" in publishers
