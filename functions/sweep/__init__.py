"""What runs by the clock: catching up after outages and floods, expiry of sessions, the log's heartbeat."""
