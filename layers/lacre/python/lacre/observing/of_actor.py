"""What an actor's past and fate tell of one of their events."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from lacre.model import moment
from lacre.model.header import Header
from lacre.model.vocabulary import Outcome
from lacre.observing.around import History
from lacre.observing.observation import Code, Observation
from lacre.observing.usual_hours import clock_text, has_usual_hours, is_trading_hour, is_usual_hour
from lacre.ports.blocks import REACH_MS, Block, BlockState

HOUR_MS = 60 * 60 * 1000


def of_history(header: Header, history: History, zone: ZoneInfo) -> Iterator[Observation]:
    """What is new about it, and what went before."""
    told: dict[str, str | int] = {"since": history.since, "events": len(history.events)}
    if not history.events:
        yield Observation(Code.NEW_ACTOR, told)
    else:
        if header.ip_address not in {one.ip_address for one in history.events}:
            yield Observation(Code.NEW_ADDRESS, {"ip": header.ip_address, **told})
        if _tried(header) not in {_tried(one) for one in history.events}:
            yield Observation(Code.NEW_ACTION, {"action": _tried(header), **told})
    yield from _of_hour(header, history, zone)
    yield from _of_denials(header, history)


def of_block(header: Header, block: Block) -> Iterator[Observation]:
    """Of the actor's last block, if it came after the event."""
    after_ms = moment.to_milliseconds(block.placed_at) - moment.to_milliseconds(header.recorded_at)
    if block.is_of_kind(header.actor_type) and 0 <= after_ms <= REACH_MS:
        code = Code.BLOCK_UNDONE if block.state is BlockState.UNDONE else Code.BLOCKED_LATER
        yield Observation(code, {"after_ms": after_ms, "rule": block.rule})


def _of_hour(header: Header, history: History, zone: ZoneInfo) -> Iterator[Observation]:
    clock = clock_text(header, zone)
    if has_usual_hours(history.events, zone):
        if not is_usual_hour(header, history.events, zone):
            yield Observation(Code.UNUSUAL_HOUR, {"clock": clock, "events": len(history.events)})
    elif not is_trading_hour(header, zone):
        yield Observation(Code.OUTSIDE_TRADING_HOURS, {"clock": clock})


def _of_denials(header: Header, history: History) -> Iterator[Observation]:
    start = moment.to_text(max(0, moment.to_milliseconds(header.recorded_at) - HOUR_MS))
    denied = [one for one in history.events if one.outcome is Outcome.DENIED and one.recorded_at >= start]
    if denied:
        is_least = history.is_cut and history.since > start
        yield Observation(Code.DENIALS_BEFORE, {"count": len(denied), "is_least": int(is_least)})


def _tried(header: Header) -> str:
    """A refusal has the code of its ground; what was tried is what is new or not."""
    return header.attempted_action or header.action
