"""A day with something on every part of the dashboard: events of each hour, alerts, a block, a trail that is well."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from lacre.detection.watermark import WATERMARK
from lacre.model import moment
from lacre.model.header import Header
from lacre.model.vocabulary import Outcome, Severity
from lacre.ports.detection import WindowState
from lacre.ports.reconciling import Kind
from lacre.ports.summaries import Quarantined, Summary
from lacre.reconciling.rounds import TIME
from lacre.summarising.counting import Count
from lacre.summarising.lanes import hours_until, start_of
from tests.browser.alert_day import OUTSIDE, REPRINTS
from tests.browser.day import Day
from tests.fakes.alerts import MemoryAlerts
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.found import alert, block
from tests.fakes.reconciling import MemoryState
from tests.fakes.summaries import MemorySummaries
from tests.fakes.windows import MemoryWindows

_MADE: dict[tuple[str, ...], Sequence[Summary]] = {}
_ACTIONS = ("READ_ENTITY", "CREATE_TRANSACTION", "LOGIN_SUCCESS", "UPDATE_AGENT", "PRINT_RECEIPT", "LOGIN_FAILED")
_WEIGHTS = ((Severity.INFO, 80), (Severity.LOW, 10), (Severity.MEDIUM, 6), (Severity.HIGH, 3), (Severity.CRITICAL, 1))


def fill(day: Day) -> None:
    now = day.world.clock.now()
    summaries = cast(MemorySummaries, day.watching.counted)
    for summary in _summaries(day.events[0].event.header, tuple(hours_until(now, 24)[1:])):
        summaries.keep(summary)
    summaries.note_quarantined(Quarantined(now - 60_000, 0, None, is_all=True))
    kept = cast(MemoryState, day.watching.kept)
    kept.replace(kept.read(Kind.RECONCILIATION, TIME), moment.to_text(now - 90_000))
    windows = cast(MemoryWindows, day.desk.windows)
    windows.save(WindowState(WATERMARK), WindowState(WATERMARK, watermark=now), None)
    alerts, blocks = cast(MemoryAlerts, day.desk.alerts), cast(MemoryBlocks, day.desk.blocks)
    for number, other in enumerate(
        (
            {},
            {"severity": "HIGH", **OUTSIDE},
            {"severity": "MEDIUM", **REPRINTS, "status": "acknowledged", "owner": "rui"},
            {"status": "closed", "disposition": "benign"},
        ),
        1,
    ):
        one = alert(number, raised_at=moment.to_text(now - number * 600_000), **other)
        alerts.rows[one.alert_id] = one
    since, until = moment.to_text(now - 300_000), moment.to_text(now + 1_500_000)
    blocks.place(block(2, actor_id="POS-7", actor_type="POS", placed_at=since, until=until))


def _summaries(plain: Header, hours: tuple[str, ...]) -> Sequence[Summary]:
    """Of other hours only are they made anew: they take longer than the page that shows them."""
    if hours not in _MADE:
        chance = random.Random(7)
        _MADE[hours] = [_hour(chance, plain, hour, 1200 - 45 * abs(back - 12)) for back, hour in enumerate(hours, 1)]
    return _MADE[hours]


def _hour(chance: random.Random, plain: Header, hour: str, many: int) -> Summary:
    count = Count()
    for _ in range(many + chance.randrange(200)):
        (severity,) = chance.choices([one for one, _ in _WEIGHTS], [weight for _, weight in _WEIGHTS])
        count.add(
            replace(
                plain,
                severity=severity,
                outcome=Outcome.DENIED if chance.random() < 0.04 else Outcome.SUCCEEDED,
                action=chance.choice(_ACTIONS[: chance.randrange(1, len(_ACTIONS) + 1)]),
                actor_id=f"POS-{min(chance.randrange(1, 90), chance.randrange(1, 90))}",
                ip_address=f"192.0.2.{min(chance.randrange(1, 60), chance.randrange(1, 60))}",
            )
        )
    following = hours_until(moment.to_milliseconds(start_of(hour)) + 3_600_000, 1)[0]
    return count.summary(hour, start_of(following), 9, is_whole=True)
