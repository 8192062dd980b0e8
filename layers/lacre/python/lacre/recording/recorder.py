"""The one way into the log: compose, receipt, append. There is no setting that turns it off."""

from collections.abc import Sequence
from dataclasses import replace

from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.events import EventAppender, StateWrite
from lacre.recording.receipts import ReceiptIssuer


class Recorder:
    """Records drafts as events."""

    def __init__(self, appender: EventAppender, receipts: ReceiptIssuer, clock: Clock, entropy: Entropy) -> None:
        self._appender = appender
        self._receipts = receipts
        self._clock = clock
        self._entropy = entropy

    def new_id(self) -> str:
        """An event id chosen before the event is composed, so that whatever is written twice is recorded once."""
        return uuid7(self._clock.now(), self._entropy.take(ENTROPY_BYTES))

    def recorded(self, event_id: str) -> ReceiptedEvent | None:
        """An event of before, by a consistent read. Raises StoreUnavailableError."""
        return self._appender.event(event_id)

    def prepare(self, draft: Draft) -> ReceiptedEvent:
        """The event and its receipt, not yet written. Raises NotCanonicalError, SignerUnavailableError."""
        self._receipts.prepare()
        event = compose(draft, Stamp.of(self._clock.now(), self._entropy.take(Stamp.ENTROPY_BYTES)))
        return ReceiptedEvent(event, self._receipts.issue(event))

    def record(self, drafts: Sequence[Draft], writes: Sequence[StateWrite] = ()) -> list[ReceiptedEvent]:
        """Write the events of one action, and the state it changes, in one transaction; all share a correlation id.

        Raises DuplicateEventError, StateConflictError, StoreUnavailableError, SignerUnavailableError; nothing is
        written then.
        """
        first = self.prepare(drafts[0])
        correlation_id = first.event.header.correlation_id
        rest = [self.prepare(replace(draft, correlation_id=correlation_id)) for draft in drafts[1:]]
        events = [first, *rest]
        self._appender.append(events, writes)
        return events
