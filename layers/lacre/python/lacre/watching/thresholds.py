"""From when on something is late: what the alarms ring at (`infra/constructs/alarms.py`), as tests/infra holds."""

SEAL_DELAY_MS = 120_000
"""Twice what a receipt promises."""

STANDSTILL_MS = 15 * 60_000
"""So long nothing was sealed, although the runs by the clock are recorded every five minutes."""

RECONCILIATION_LAG_MS = 3_600_000

ITERATOR_AGE_MS = 60_000
"""How far a reader of the stream may lag."""
