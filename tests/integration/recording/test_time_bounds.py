"""How long things take at the most: search's watermark and the outage lane rely on it."""

import socket
import time

import boto3
import pytest

from lacre.aws import clients
from lacre.aws.events_table import LAST_ATTEMPT_AFTER_S, EventsTable
from lacre.ports.errors import OutcomeUnknownError
from lacre.ports.events import COMMITTED_WITHIN_MS
from tests.fakes.drafts import events

HTTP_FUNCTION_S = 10


def test_an_event_is_written_within_the_bound_that_search_relies_on() -> None:
    assert LAST_ATTEMPT_AFTER_S + clients.CALL_WITHIN_S <= COMMITTED_WITHIN_MS / 1000


def test_after_a_write_and_a_read_that_hang_there_is_time_for_the_outage_lane() -> None:
    assert 2 * clients.CALL_WITHIN_S < HTTP_FUNCTION_S


def test_a_table_that_accepts_and_stays_silent_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
        table, began = EventsTable(clients.dynamodb(), "events"), time.monotonic()
        with pytest.raises(OutcomeUnknownError):
            table.append([events(1)[0]])
        assert time.monotonic() - began < 2 * clients.CALL_WITHIN_S
