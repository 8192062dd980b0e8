"""What one page may cost, over all that is gathered for it: queries, index entries, bodies and time."""

from dataclasses import dataclass

from lacre.ports.ambient import Clock

MAXIMUM_QUERIES = 640
MAXIMUM_ENTRIES = 4_000
MAXIMUM_BODIES = 1_000
MAXIMUM_MS = 400
"""When any of them is used up, the answer ends where it stands, and its cursor goes on from there.

The time is looked at between portions of the work, of which none takes much longer than a third of it.
"""


@dataclass
class Budget:
    """`until` is when the time is over (ms since 1970)."""

    clock: Clock
    until: int
    queries: int = 0
    entries: int = 0
    bodies: int = 0

    @classmethod
    def of_page(cls, clock: Clock) -> "Budget":
        return cls(clock, clock.now() + MAXIMUM_MS)

    @property
    def bodies_left(self) -> int:
        """At least one: whatever else was gathered, the search goes on."""
        return max(1, MAXIMUM_BODIES - self.bodies)

    @property
    def is_spent(self) -> bool:
        return (
            self.queries >= MAXIMUM_QUERIES
            or self.entries >= MAXIMUM_ENTRIES
            or self.bodies >= MAXIMUM_BODIES
            or self.clock.now() > self.until
        )
