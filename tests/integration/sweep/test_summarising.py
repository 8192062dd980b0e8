"""The job that counts the hours, by the handler over moto: what it keeps is what the table holds."""

import json

import pytest

from functions.sweep.jobs import JobFailedError
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.summaries_table import SummariesTable
from lacre.ports.summaries import Quarantined
from tests.fakes.drafts import agent_created
from tests.integration.handlers import golden
from tests.integration.sweep.conftest import Stage

JOB = golden("schedule/summarise")
NOT_YET = "2026-11-18T11"
"""The hour in which the clock of the tests begins."""


def test_an_hour_is_counted_as_it_settles_and_then_stays(stage: Stage) -> None:
    for number in range(5):
        stage.record(agent_created(number))
    stage.seal_all()
    stage.settle()
    assert stage.sweep(JOB, None) == {"hours": {"counted": 48, "left": 0}, "quarantine": 0}
    kept = SummariesTable(stage.aws.dynamodb, "counters")
    early = kept.between(NOT_YET, NOT_YET)[NOT_YET]
    assert (early.events, early.is_final, early.tree_size) == (5, False, 5)

    stage.clock.advance(3600)
    assert stage.sweep(JOB, None)["hours"] == {"counted": 2, "left": 0}
    whole = kept.between(NOT_YET, NOT_YET)[NOT_YET]
    # The first run recorded itself.
    assert (whole.events, whole.is_final) == (6, True)
    assert dict(whole.actions.listed) == {"CREATE_AGENT": 5, "SYSTEM_JOB_RUN": 1}
    assert dict(whole.actors.listed) == {"u-clerk": 5, "system:sweep": 1}
    assert sum(whole.severity.values()) == sum(whole.outcome.values()) == 6

    assert stage.sweep(JOB, None)["hours"] == {"counted": 1, "left": 0}
    assert kept.between(NOT_YET, NOT_YET)[NOT_YET] == whole


def test_a_run_without_its_summaries_makes_them_again(stage: Stage) -> None:
    stage.record(agent_created(1))
    stage.clock.advance(7200)
    stage.sweep(JOB, None)
    kept = SummariesTable(stage.aws.dynamodb, "counters")
    before = kept.between(NOT_YET, NOT_YET)
    key = {"pk": {"S": "SUMMARY"}, "sk": {"S": NOT_YET}}
    stage.aws.dynamodb.delete_item(TableName="counters", Key=key)
    stage.sweep(JOB, None)
    assert kept.between(NOT_YET, NOT_YET) == before
    assert before[NOT_YET].is_final


def test_what_lies_in_quarantine_is_noted(stage: Stage) -> None:
    QuarantineBucket(stage.aws.s3, "failures", "fraud").put("odd", {"a": 1}, "no event")
    stage.aws.s3.put_object(Bucket="failures", Key="aws/batch", Body=b"given up")
    assert stage.sweep(JOB, None)["quarantine"] == 1
    noted = SummariesTable(stage.aws.dynamodb, "counters").quarantined()
    assert isinstance(noted, Quarantined)
    assert (noted.count, noted.is_all) == (1, True)
    assert noted.newest_at is not None


def test_without_the_bucket_the_hours_are_counted_all_the_same(stage: Stage) -> None:
    stage.record(agent_created(1))
    stage.settle()
    stage.aws.s3.delete_bucket(Bucket="failures")
    with pytest.raises(JobFailedError, match="quarantine: StoreUnavailableError"):
        stage.sweep(JOB, None)
    assert SummariesTable(stage.aws.dynamodb, "counters").between(NOT_YET, NOT_YET)[NOT_YET].events == 1
    (told,) = [one for one in stage.items().values() if json.loads(one["header"]["S"])["action"] == "SYSTEM_JOB_RUN"]
    assert json.loads(told["body"]["S"])["after"]["failed"] == {"quarantine": "StoreUnavailableError"}
