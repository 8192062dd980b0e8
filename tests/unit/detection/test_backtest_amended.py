"""A replay is compared with alerts as late data left them, in whatever order the log tells of it."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from lacre.detection.backtest import Comparison, backtest
from lacre.detection.rule import Rule
from lacre.detection.subject import Subject
from lacre.model import moment
from lacre.model.header import Header
from tests.fakes.ambient import START
from tests.unit.detection.test_checks_silence import SILENCE, others, sale, silent_pos
from tests.unit.detection.worlds import HOUR, MINUTE, World, burst, rule

EVER = 9_999 * HOUR


def log_of(world: World, events: Sequence[Header]) -> list[Subject]:
    """What was recorded, and what the detector told."""
    told = [one.event for one in world.windows.events.values()]
    return [*(Subject(one) for one in events), *(Subject(one.header, one.body_bytes) for one in told)]


def compared(of: Rule, log: Sequence[Subject], since: int = 0, until: int = EVER) -> Comparison:
    return backtest(of, log, START + since, START + until)


def test_an_amended_alert_ends_where_it_was_amended_to() -> None:
    headers = burst(7, every=MINUTE // 2)
    world = World()
    for late in (headers[2:], headers[1:2], headers[:1]):
        world.detect(late)
    (alert,) = world.alerts
    assert (alert.version, alert.window_end) == (3, headers[4].recorded_at)
    end = moment.to_milliseconds(alert.window_end) - START
    told = log_of(world, headers)
    amendments = [one for one in told if one.header.action == "ALERT_UPDATED"]
    assert len(amendments) == 2
    rest = [one for one in told if one not in amendments]
    for order in permutations(amendments):
        for log in ([*order, *rest], [*rest, *order]):
            whole = compared(rule(), log)
            assert ([one.alert_id for one in whole.same], whole.agrees) == ([alert.alert_id], True)
            assert compared(rule(), log, until=end).agrees
            beyond = compared(rule(), log, since=end + 1)
            assert (beyond.agrees, len(beyond.same)) == (True, 0), "it ended there before it was amended"


@pytest.mark.parametrize("is_first", [True, False])
def test_a_silence_that_was_none_was_not_raised(is_first: bool) -> None:
    world, events = World([silent_pos()]), [sale(1, 0), others(2, 80 * HOUR), sale(3, 40 * HOUR), others(4, 200 * HOUR)]
    world.detect(events[:2])
    world.decide(80 * HOUR)
    world.detect(events[2:])
    world.decide(40 * HOUR + SILENCE + MINUTE)
    undone, standing = world.alerts
    assert (undone.disposition, standing.status) == ("false", "open")
    log = sorted(log_of(world, events), key=lambda one: (one.header.action == "ALERT_UPDATED") is not is_first)
    found = compared(silent_pos(), log)
    assert ([one.alert_id for one in found.same], found.agrees) == ([standing.alert_id], True)
