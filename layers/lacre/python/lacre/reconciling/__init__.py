"""Reconciliation: table against log, log against table, and what producers numbered, by the clock and on demand."""
