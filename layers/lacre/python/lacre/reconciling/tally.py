"""What one run of reconciliation found and did: the figures of its metrics."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lacre.recording.tampering import Alarms, Finding


@dataclass
class Tally:
    """`oldest_unsealed`: recorded_at in milliseconds since 1970 of the oldest event found unsealed, None if none was.

    `findings` counts those that this run recorded first, `standing` also those that an earlier run had recorded.
    `forged` counts what was kept between runs and is nothing that a run kept. `gaps` were told by this run first,
    `standing_gaps` by an earlier one. `unnumbered` counts events that brought a producer's records without saying
    which. `reached` are the moments up to which log and table were followed, by the walk's name.

    `at_first` is called at the first finding that this run recorded: a run that is killed after it has told of it.
    """

    alarms: Alarms
    at_first: Callable[[], None] = lambda: None
    oldest_unsealed: int | None = None
    refed: int = 0
    unreadable: int = 0
    findings: int = 0
    standing: int = 0
    forged: int = 0
    gaps: int = 0
    standing_gaps: int = 0
    unnumbered: int = 0
    reached: dict[str, int] = field(default_factory=dict)

    def found(self, event_id: str, what: str, mark: str) -> None:
        """Raises StoreUnavailableError, SignerUnavailableError."""
        self.standing += 1
        if self.alarms.record(Finding(event_id, what, mark)):
            self.findings += 1
            if self.findings == 1:
                self.at_first()

    def found_unsealed(self, recorded_at: int) -> None:
        known = self.oldest_unsealed
        self.oldest_unsealed = recorded_at if known is None else min(known, recorded_at)

    def unsealed_age(self, now: int) -> float:
        """Seconds; 0 if nothing was found unsealed."""
        return 0.0 if self.oldest_unsealed is None else (now - self.oldest_unsealed) / 1000

    def lag(self, now: int) -> float | None:
        """Seconds between now and the walk that is furthest behind; None if no walk came to tell."""
        return max(0, now - min(self.reached.values())) / 1000 if self.reached else None
