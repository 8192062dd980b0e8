"""The console on the local AWS: real requests, a real browser, and nothing in memory."""
