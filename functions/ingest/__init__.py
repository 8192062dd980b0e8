"""HTTP: producers' batches of events."""
