"""Load over HTTP alone, on the running stack or on the served hedge desk; what misses its threshold ends in 1."""
