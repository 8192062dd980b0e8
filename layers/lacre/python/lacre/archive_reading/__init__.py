"""Reading the locked archive: the leaves that the log holds, from whichever batches hold them."""
