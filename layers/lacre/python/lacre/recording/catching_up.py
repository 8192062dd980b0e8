"""What could not be recorded when it happened: events that waited out an outage, and the sums of floods."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from lacre.model import moment
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft
from lacre.ports.ambient import Clock
from lacre.ports.errors import DuplicateEventError, SignerUnavailableError, StoreUnavailableError
from lacre.ports.floods import Flood, FloodLedger
from lacre.ports.outage import OutageBacklog
from lacre.recording.flood import KEPT_S, flood_draft
from lacre.recording.recorder import Recorder

WAITING_AT_ONCE = 10
WAITING_WITHIN_MS = 30_000
FLOODS_WITHIN_MS = 5_000
_MINUTE_MS = 60_000
_FIRST_RUN_MS = 60 * _MINUTE_MS
# A call counts within seconds of its time, and the last minute summed is over for a minute.
_SETTLED_MS = 2 * _MINUTE_MS


class UnrecordableError(Exception):
    """Something that waited can never be recorded as it is: how much, and what kinds of error. All else went on."""


def record_waiting(backlog: OutageBacklog, recorder: Recorder, clock: Clock) -> int:
    """Record what the outage lane holds until it is empty or half a minute is over; returns how much it was.

    Each is acknowledged once it is recorded. Raises StoreUnavailableError and SignerUnavailableError at once, and
    UnrecordableError at the end.
    """
    stop_at, attempts = clock.now() + WAITING_WITHIN_MS, _Attempts(recorder)
    while clock.now() < stop_at:
        # One at a time until one is recorded: while the table is away, being received in vain again and again would
        # bring all that waits to the dead letters.
        received = backlog.drain(WAITING_AT_ONCE if attempts.recorded else 1)
        if not received:
            break
        for waiting in received:
            if clock.now() >= stop_at:
                break
            if attempts.succeed(partial(_readable, waiting.draft)):
                backlog.ack(waiting.handle)
    return attempts.end()


def sum_up_floods(ledger: FloodLedger, recorder: Recorder, clock: Clock) -> int:
    """One event for each flood since the minute noted last; returns how many there were.

    Ends two minutes before now, or when some seconds are over: the next run goes on from there. Raises as
    `record_waiting` does.
    """
    now = clock.now()
    stop_at, attempts, summed = now + FLOODS_WITHIN_MS, _Attempts(recorder), None
    for minute in _minutes_due(ledger.last_summed(), now):
        for flood in ledger.floods(minute):
            if clock.now() >= stop_at:
                break
            if attempts.succeed(partial(_sum_of, flood)):
                ledger.forget(flood)
        if clock.now() >= stop_at:
            break
        summed = minute
    if summed is not None:
        ledger.note_summed(summed)
    return attempts.end()


class _Attempts:
    """Recording one after the other, whatever is wrong with one of them."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorded = 0
        self._recorder = recorder
        self._faults: list[str] = []

    def succeed(self, make: Callable[[], Draft]) -> bool:
        """Whether the draft is recorded now. Raises StoreUnavailableError, SignerUnavailableError."""
        try:
            self._recorder.record([make()])
        except DuplicateEventError:
            # By a run that ended before it could say so.
            pass
        except (StoreUnavailableError, SignerUnavailableError):
            raise
        except Exception as error:  # noqa: BLE001 - raised by end(), after the others had their turn
            self._faults.append(type(error).__name__)
            return False
        self.recorded += 1
        return True

    def end(self) -> int:
        """How many were recorded. Raises UnrecordableError if one could not be."""
        if self._faults:
            raise UnrecordableError(f"{len(self._faults)}: {', '.join(sorted(set(self._faults)))}")
        return self.recorded


class NoDraftError(Exception):
    """A message of the lane holds no draft."""


def _readable(draft: Draft | None) -> Draft:
    if draft is None:
        raise NoDraftError
    return draft


def _sum_of(flood: Flood) -> Draft:
    # The id comes from the flood, so that a run that dies before it forgets does not sum it up twice.
    return replace(flood_draft(flood), id=derived_uuid("FLOOD", flood.minute, flood.kind, flood.ip_address))


def _minutes_due(last_summed: str | None, now: int) -> Iterator[str]:
    """The minutes after the last one summed up, as far back as counters are kept; at first the last hour's."""
    if last_summed is None:
        first = now - _FIRST_RUN_MS
    else:
        first = max(now - KEPT_S * 1000, moment.to_milliseconds(f"{last_summed}:00.000Z") + _MINUTE_MS)
    return (moment.to_text(start)[:16] for start in range(first, now - _SETTLED_MS + 1, _MINUTE_MS))
