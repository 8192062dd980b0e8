"""The consumer is down for longer than the stream keeps: nothing is missing afterwards, and somebody was woken."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from functions.sweep.jobs import JobFailedError
from lacre.archive_reading.following import Place, follow
from lacre.aws.archive_bucket import ArchiveBucket
from lacre.model import moment
from tests.fakes.drafts import agent_created
from tests.fakes.invoked import Invoked
from tests.integration.sweep.conftest import Stage
from tests.streams.mapping import EventSourceMapping
from tests.streams.records import stream_records

ALARMS = Path(__file__).parents[3] / "infra" / "constructs" / "alarms.py"
HOUR_S = 3600
DOWN_HOURS = 25
STREAM_KEEPS_MS = 24 * HOUR_S * 1000


def threshold() -> int:
    """Of the template's alarm on UnsealedAge."""
    (found,) = re.findall(r"^UNSEALED_AGE_SECONDS = (\d+)$", ALARMS.read_text(), re.MULTILINE)
    return int(found)


def still_kept(stage: Stage) -> list[Mapping[str, Any]]:
    """The records that a stream of 24 hours holds now."""
    oldest = moment.to_text(stage.clock.now() - STREAM_KEEPS_MS)
    return [one for one in stream_records("events") if one["dynamodb"]["NewImage"]["position"]["S"] >= oldest]


def test_after_25_hours_without_a_consumer_nothing_is_missing_and_the_alarm_had_rung(stage: Stage) -> None:
    recorded = [stage.record(agent_created(number)) for number in range(5)]
    EventSourceMapping(lambda records: stage.archive.handler({"Records": records}, Invoked("live"))).deliver(
        still_kept(stage)
    )
    stage.settle()
    stage.reconcile()
    assert stage.metrics()["UnsealedAge"] == 0

    stage.archive.is_down = True
    ages: list[float] = []
    for hour in range(DOWN_HOURS):
        recorded += [stage.record(agent_created(100 + 3 * hour + number)) for number in range(3)]
        stage.clock.advance(HOUR_S)
        if hour % 8 == 0:
            with pytest.raises(JobFailedError):
                stage.reconcile()
            ages.append(stage.metrics()["UnsealedAge"])
    assert all(age > threshold() for age in ages)
    assert ages == sorted(ages)

    stage.archive.is_down = False
    kept = still_kept(stage)
    lost = {one.event.header.id for one in recorded[5:]} - {one["dynamodb"]["Keys"]["id"]["S"] for one in kept}
    assert len(lost) >= 3, "the stream forgot the first hour"
    mapping = EventSourceMapping(lambda records: stage.archive.handler({"Records": records}, Invoked("live")))
    mapping.deliver(kept)
    assert not mapping.exhausted
    assert not lost & stage.leaves().keys()

    stage.settle()
    stage.reconcile()
    assert stage.metrics()["Refed"] >= len(lost)
    stage.settle()
    stage.reconcile()
    leaves = stage.leaves()
    assert all(one.event.header.id in leaves for one in recorded)
    assert sealed_ids(stage) == sorted(leaves, key=leaves.__getitem__), "each event once"
    assert stage.findings() == []
    stage.reconcile()
    assert stage.metrics()["UnsealedAge"] < threshold()


def sealed_ids(stage: Stage) -> Sequence[str]:
    """Of every leaf in its order, by the archive alone."""
    size = len(stage.leaves())
    batches = follow(ArchiveBucket(stage.aws.s3, "archive"), Place(), size)
    return [leaf.header.id for batch in batches for leaf in batch.leaves()]
