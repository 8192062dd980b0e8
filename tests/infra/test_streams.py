"""The two readers of the events table's stream, and that of the queue of exports."""

import json

import pytest

from tests.infra.synthesis import Resource, Synthesis, place


def reader(stage: Synthesis, name: str) -> Resource:
    path = f"{name}-reader/Mapping"
    found: Resource = stage.resource(stage.stateless, "AWS::Lambda::EventSourceMapping", path)["Properties"]
    return found


def test_there_are_two_readers_of_the_stream_and_no_more(stage: Synthesis) -> None:
    places = {place(mapping) for mapping in stage.all("AWS::Lambda::EventSourceMapping")}
    assert places == {"archive-reader/Mapping", "fraud-reader/Mapping", "export-reader/Mapping"}
    assert "StreamArn" not in json.dumps(reader(stage, "export")["EventSourceArn"])


@pytest.mark.parametrize("name", ["archive", "fraud"])
def test_a_reader_starts_at_the_oldest_and_loses_nothing(stage: Synthesis, name: str) -> None:
    found = reader(stage, name)
    assert found["StartingPosition"] == "TRIM_HORIZON"
    assert found["BisectBatchOnFunctionError"] is True
    assert "FunctionResponseTypes" not in found
    assert "MaximumRetryAttempts" not in found
    assert 0 < found["MaximumRecordAgeInSeconds"] < 24 * 3600
    assert "StreamArn" in json.dumps(found["EventSourceArn"])
    assert "bucketsfailures" in json.dumps(found["DestinationConfig"]["OnFailure"]["Destination"])


def test_the_sealer_sees_everything(stage: Synthesis) -> None:
    found = reader(stage, "archive")
    assert (found["BatchSize"], found["MaximumBatchingWindowInSeconds"]) == (200, 1)
    assert "FilterCriteria" not in found


def test_the_detector_sees_new_events_of_others(stage: Synthesis) -> None:
    found = reader(stage, "fraud")
    assert (found["BatchSize"], found["MaximumBatchingWindowInSeconds"]) == (100, 0)
    [only] = found["FilterCriteria"]["Filters"]
    assert json.loads(only["Pattern"]) == {
        "eventName": ["INSERT"],
        "dynamodb": {"NewImage": {"source": {"S": [{"anything-but": ["DETECTOR"]}]}}},
    }


def test_a_mapping_waits_for_the_grants_of_its_function(stage: Synthesis) -> None:
    for name in ("archive", "fraud", "export"):
        path = f"{name}-reader/Mapping"
        mapping = stage.resource(stage.stateless, "AWS::Lambda::EventSourceMapping", path)
        assert any(f"{name}RoleDefaultPolicy" in needed for needed in mapping["DependsOn"])


def test_exports_are_worked_off_one_by_one_and_come_again_after_a_crash(stage: Synthesis) -> None:
    found = reader(stage, "export")
    assert (found["BatchSize"], found["ScalingConfig"]) == (1, {"MaximumConcurrency": 2})
    assert "exportsQueue" in json.dumps(found["EventSourceArn"])
    queue = stage.resource(stage.stateful, "AWS::SQS::Queue", "exports/Queue")["Properties"]
    runs = stage.resource(stage.stateless, "AWS::Lambda::Function", "export/Function")["Properties"]["Timeout"]
    assert runs < queue["VisibilityTimeout"] <= runs + 60
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 100
    assert queue["SqsManagedSseEnabled"] is True
