"""What follows from new episodes of a group: alerts with their events, a block; or silence, and why.

A rule raises at most ALERTS_AN_HOUR alerts with events in an hour: further ones are kept without, and one event tells
of that. Where somebody snoozed the group, an alert is announced and nothing else follows from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lacre.detection.blocking import Blocking, Cause, blocking
from lacre.detection.findings import (
    DETECTOR,
    Found,
    Prepare,
    announcement,
    critical,
    id_of,
    new_alert,
)
from lacre.detection.window import Episode
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft, Reason
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.ports.blocks import Block, BlockState
from lacre.ports.detection import Alert, Finding
from lacre.ports.events import StateWrite
from lacre.ports.notes import Note
from lacre.ports.responding import Means, Tally

ALERTS_AN_HOUR = 50
SNOOZED, BUDGET = "snoozed", "budget"


@dataclass(frozen=True)
class Responded:
    """Findings, and what must be written with them."""

    findings: Sequence[Finding] = ()
    writes: Sequence[StateWrite] = ()


@dataclass(frozen=True)
class Responder:
    prepare: Prepare
    means: Means

    def respond(self, found: Found, episodes: Sequence[Episode]) -> Responded:
        """To the episodes of one group, in order. Raises StoreUnavailableError, SignerUnavailableError."""
        if not episodes:
            return Responded()
        criticals = [critical(found, episode, self.prepare) for episode in episodes]
        at = criticals[0].event.header.recorded_at
        tally = self.means.tallies.of(f"BUDGET#{found.rule.name}#{at[:13]}")
        allowed = max(0, ALERTS_AN_HOUR - tally.count)
        raised = [*zip(episodes, criticals, strict=True)]
        within = self._within(found, raised[:allowed], at)
        beyond = self._beyond(found, raised[allowed:], tally)
        following = Tally(tally.key, tally.count + len(within.findings), tally.is_told or bool(beyond))
        counting = [self.means.tallies.counting(tally, following)] if following != tally else []
        return Responded([*within.findings, *beyond], [*within.writes, *counting])

    def _within(self, found: Found, raised: "Sequence[tuple[Episode, ReceiptedEvent]]", at: str) -> Responded:
        if not raised:
            return Responded()
        snooze = self.means.snoozes.of_group(found.rule.group_key(found.group))
        if snooze is not None and snooze.until > at:
            return Responded([self._snoozed(found, *one) for one in raised])
        done = self._blocking(found, raised[-1][0], at)
        findings = [self._finding(found, *one) for one in raised[:-1]]
        return Responded([*findings, self._finding(found, *raised[-1], done)], done.writes)

    def _blocking(self, found: Found, episode: Episode, at: str) -> Blocking:
        """For the last of a group's episodes: they are all of one actor."""
        response = found.rule.response
        if response is None:
            return Blocking()
        named = found.group.type_of(response.block), found.group.values[response.block]
        cause = Cause(id_of(found, episode), *named, at)
        return blocking(found.rule, response, cause, self.means)

    def _finding(self, found: Found, episode: Episode, event: ReceiptedEvent, done: Blocking | None = None) -> Finding:
        done = done or Blocking()
        alert = replace(new_alert(found, episode, event), block_id=done.block_id)
        if done.refusal:
            alert = replace(alert, notes=(Note(alert.raised_at, DETECTOR.id, done.refusal),))
        placed = [*self._lapsed(alert, done, episode), self._blocked(alert, done, episode)] if done.block else []
        return Finding(alert, (event, announcement(alert, episode, event, self.prepare), *placed))

    def _snoozed(self, found: Found, episode: Episode, event: ReceiptedEvent) -> Finding:
        alert = replace(new_alert(found, episode, event), muted=SNOOZED)
        return Finding(alert, (announcement(alert, episode, event, self.prepare),))

    def _beyond(self, found: Found, raised: "Sequence[tuple[Episode, ReceiptedEvent]]", tally: Tally) -> list[Finding]:
        muted = [Finding(replace(new_alert(found, *one), muted=BUDGET), ()) for one in raised]
        if muted and not tally.is_told:
            muted[0] = replace(muted[0], events=(self._overspent(found, tally, muted[0].alert),))
        return muted

    def _lapsed(self, alert: Alert, done: Blocking, episode: Episode) -> list[ReceiptedEvent]:
        """The end of a block that nobody swept before this one took its place."""
        before, block = done.before, done.block
        if before is None or before.state is not BlockState.ACTIVE:
            return []
        if block is None or before.block_id == block.block_id:
            return []
        event_id = derived_uuid("block-lapsed", before.block_id)
        return [self._of_block("ACTOR_UNBLOCKED", event_id, before, before.expired(), alert, episode)]

    def _blocked(self, alert: Alert, done: Blocking, episode: Episode) -> ReceiptedEvent:
        block, before = done.block, done.before
        if block is None:
            raise ValueError("nothing is placed")
        event_id = derived_uuid("actor-blocked", alert.alert_id)
        return self._of_block("ACTOR_BLOCKED", event_id, before, block, alert, episode)

    def _of_block(
        self, action: str, event_id: str, before: Block | None, after: Block, alert: Alert, episode: Episode
    ) -> ReceiptedEvent:
        return self.prepare(
            Draft(
                id=event_id,
                action=action,
                actor=DETECTOR,
                source=EventSource.DETECTOR,
                entity_id=after.block_id,
                entity_type=EntityType.BLOCK,
                ip_address="system",
                before=before.shown() if before else None,
                after=after.shown(),
                correlation_id=alert.finding_id,
                causation_id=episode.evidence[-1].id,
            )
        )

    def _overspent(self, found: Found, tally: Tally, alert: Alert) -> ReceiptedEvent:
        sentence = f"More than {ALERTS_AN_HOUR} alerts of this rule in one hour: further ones are kept without events."
        return self.prepare(
            Draft(
                id=derived_uuid("overspent", tally.key),
                action="SYSTEM_ERROR",
                actor=DETECTOR,
                source=EventSource.DETECTOR,
                entity_id=found.rule.name,
                entity_type=EntityType.RULE,
                ip_address="system",
                outcome=Outcome.FAILED,
                attempted_action="ALERT_RAISED",
                reason=Reason("ALERT_BUDGET_SPENT", sentence),
                after={"hour": tally.key[-13:], "first_muted": alert.alert_id},
            )
        )
