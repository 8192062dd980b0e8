"""Load on the running stack, over HTTP alone; each file prints a table and ends in 1 if its threshold is missed."""
