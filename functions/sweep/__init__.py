"""What runs by the clock: catching up, expiry, heartbeat; reconciling, compacting and stamping the log."""
