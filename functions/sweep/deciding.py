"""The job that decides what detection rules left open: what later facts could undo, and silences."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from functions.sweep.jobs import Part
from lacre.aws.event_index import EventIndexes
from lacre.aws.event_rows import EventRows
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.windows_table import WindowsTable
from lacre.detection.bundle import load_bundle
from lacre.detection.decide import Decider
from lacre.detection.recent_events import RecentEvents
from lacre.model.canonical import JsonValue
from lacre.ports.ambient import Clock
from lacre.recording.recorder import Recorder
from lacre.settings import DetectionSettings
from lacre.wiring.responding import responder_on

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class UndecidedError(Exception):
    """What was due waits for a run that can read the last hour: the run fails, so that its alarm rings."""


def deciding(
    client: "DynamoDBClient",
    settings: DetectionSettings,
    events_table: str,
    quarantine: QuarantineBucket,
    recorder: Recorder,
    clock: Clock,
) -> Mapping[str, Part]:
    """The parts of the job; its run tells what was raised, and fails where something could not be decided."""
    bundle = load_bundle(settings.trading_zone)
    windows = WindowsTable(client, settings.windows_table, settings.alerts_table, events_table)
    responder = responder_on(client, settings.windows_table, settings.blocks_table, recorder.prepare)
    entries, rows = EventIndexes(client, events_table), EventRows(client, events_table)

    def decide() -> JsonValue:
        # The events of the last hour are read anew by each run.
        decider = Decider(bundle, windows, quarantine, responder, RecentEvents(entries, rows))
        decision = decider.decide(clock.now())
        if decision.left:
            raise UndecidedError(f"{len(decision.left)} windows: more events in the last hour than are read again")
        return {
            "raised": len(decision.raised),
            "amended": len(decision.amended),
            "stale": len(decision.stale),
            "set_aside": len(decision.set_aside),
            "unplaced": len(decision.unplaced),
        }

    return {"windows": decide}
