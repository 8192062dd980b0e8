"""What the dashboard shows, read at the same time from wherever it is kept: what is away hides nothing of the rest."""

from collections.abc import Mapping
from concurrent.futures import Future
from typing import TypeVar

from functions.query.sources import Sources
from functions.query.views.alerts import AlertRow, is_about, people_of
from functions.query.views.blocks import block_row
from functions.query.views.dashboard import STATUSES, AlertCounts, Dashboard, by_severity, figures, health_row
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.ports.alerts import Sought
from lacre.ports.blocks import Block, BlockState
from lacre.ports.detection import Alert
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.paging import Page
from lacre.summarising.last_day import Day
from lacre.watching.reading import State

MOST_ALERTS = 100
"""Of each status, so many of the newest are counted."""

NEWEST_ALERTS = 8
MOST_BLOCKS = 25

Part = TypeVar("Part")


class DashboardPages:
    def __init__(self, sources: Sources) -> None:
        self._watching = sources.watching
        self._kept = sources.investigation
        self._clock = sources.clock

    def of(self, viewer: Actor) -> Dashboard:
        """As it is now."""
        parts, now = self._watching.parts, self._clock.now()
        day = parts.submit(self._watching.last_day)
        alerts = [parts.submit(self._alerts, status) for status in STATUSES]
        blocks = parts.submit(self._blocks)
        health = self._watching.health.read(parts)
        unread = {one.check: str(one.facts["cause"]) for one in health if one.state is State.AWAY}
        found_day, found_blocks = _answer("figures", day, unread), _answer("blocks", blocks, unread)
        counts = [_answer(f"alerts {status}", one, unread) for status, one in zip(STATUSES, alerts, strict=True)]
        active = [one for one in found_blocks.items if one.is_in_force(now)] if found_blocks else []
        found_alerts = _counts(dict(zip(STATUSES, counts, strict=True)), viewer)
        return Dashboard(
            at=moment.to_text(now),
            figures=figures(found_day) if found_day else None,
            alerts=found_alerts,
            blocks=[block_row(one, viewer, now) for one in active] if found_blocks else None,
            has_more_blocks=bool(found_blocks and found_blocks.next),
            names=self._names(found_day, active, found_alerts, unread),
            health=[health_row(one) for one in health],
            unread=unread,
        )

    def _alerts(self, status: str) -> Page[Alert]:
        return self._kept.alerts.sought(Sought(status), None, MOST_ALERTS)

    def _blocks(self) -> Page[Block]:
        return self._kept.blocks.of_state(BlockState.ACTIVE, None, MOST_BLOCKS)

    def _names(
        self, day: Day | None, blocks: list[Block], alerts: AlertCounts | None, unread: dict[str, str]
    ) -> Mapping[str, str]:
        """Where nobody can say what somebody is called, the id is shown."""
        wanted = {rank.name for rank in day.actors} if day else set()
        wanted |= {block.actor_id for block in blocks if block.actor_type == "USER"}
        wanted |= people_of([row.alert for row in alerts.newest]) if alerts else set()
        asked = self._watching.parts.submit(self._kept.people.names_of, sorted(wanted))
        return _answer("names", asked, unread) or {}


def _answer(name: str, asked: "Future[Part]", unread: dict[str, str]) -> Part | None:
    """None if the store did not answer: the page says so in that part's place, and the cause is noted."""
    try:
        return asked.result()
    except StoreUnavailableError as error:
        unread[name] = str(error)
        return None


def _counts(found: Mapping[str, Page[Alert] | None], viewer: Actor) -> AlertCounts | None:
    pages = {status: page for status, page in found.items() if page is not None}
    if len(pages) < len(STATUSES):
        return None
    newest = [AlertRow(one, is_about(viewer.id, one)) for one in pages["open"].items[:NEWEST_ALERTS]]
    return AlertCounts(
        by_status={status: by_severity(page.items) for status, page in pages.items()},
        at_least=frozenset(status for status, page in pages.items() if page.next),
        newest=newest,
    )
