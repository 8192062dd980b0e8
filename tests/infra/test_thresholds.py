"""What the dashboard calls late is what the alarms ring at: the stacks import nothing of ours, so both are held."""

from infra.constructs import alarms
from lacre.watching import thresholds


def test_alarms_and_dashboard_have_the_same_thresholds() -> None:
    assert thresholds.SEAL_DELAY_MS == alarms.SEAL_DELAY_SECONDS * 1000 == alarms.UNSEALED_AGE_SECONDS * 1000
    assert thresholds.RECONCILIATION_LAG_MS == alarms.RECONCILIATION_LAG_SECONDS * 1000
    assert thresholds.ITERATOR_AGE_MS == alarms.ITERATOR_AGE_MS
    assert alarms.QUARTER.to_milliseconds() == thresholds.STANDSTILL_MS
