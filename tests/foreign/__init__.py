"""Verifiers that are not ours, on the log directory of a run of 100,000 events."""
