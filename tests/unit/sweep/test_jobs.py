"""A run of a job is recorded, whatever its parts do; a failed part fails the run, and stops no other."""

import json

import pytest

from functions.sweep.jobs import JobFailedError, run
from tests.fakes.trail import MemoryTrail


def test_a_run_is_one_event_with_its_counts() -> None:
    memory = MemoryTrail()
    run("sweep", {"floods": lambda: 2, "sessions": lambda: 0}, memory.recorder())
    (stored,) = memory.events.rows.values()
    header = stored.event.header
    assert (header.action, header.source, header.entity_id) == ("SYSTEM_JOB_RUN", "SCHEDULE", "sweep")
    assert json.loads(stored.event.body_bytes)["after"] == {"done": {"floods": 2, "sessions": 0}, "failed": {}}


def test_a_failed_part_fails_the_run_after_the_others_and_is_recorded() -> None:
    memory, done = MemoryTrail(), []

    def fail() -> int:
        raise ValueError("482913112233")

    def work() -> int:
        done.append(1)
        return 1

    with pytest.raises(JobFailedError, match="outage: ValueError"):
        run("sweep", {"outage": fail, "sessions": work}, memory.recorder())
    (stored,) = memory.events.rows.values()
    assert done == [1]
    assert stored.event.header.outcome == "FAILED"
    assert b"482913112233" not in stored.event.body_bytes
