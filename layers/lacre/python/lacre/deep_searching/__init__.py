"""Deep searches: the filters of a search over the compacted archive, as jobs that are worked off from a queue."""
