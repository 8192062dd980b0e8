"""The two readers of the events table's stream."""

import json

import pytest

from tests.infra.synthesis import Resource, Synthesis, place


def reader(stage: Synthesis, name: str) -> Resource:
    path = f"{name}-reader/Mapping"
    found: Resource = stage.resource(stage.stateless, "AWS::Lambda::EventSourceMapping", path)["Properties"]
    return found


def test_there_are_two_readers_and_no_more(stage: Synthesis) -> None:
    places = {place(mapping) for mapping in stage.all("AWS::Lambda::EventSourceMapping")}
    assert places == {"archive-reader/Mapping", "fraud-reader/Mapping"}


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
    for name in ("archive", "fraud"):
        path = f"{name}-reader/Mapping"
        mapping = stage.resource(stage.stateless, "AWS::Lambda::EventSourceMapping", path)
        assert any(f"{name}RoleDefaultPolicy" in needed for needed in mapping["DependsOn"])
