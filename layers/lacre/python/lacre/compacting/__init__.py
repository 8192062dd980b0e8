"""Compaction: sealed leaves, by the hour in which they were recorded, as files for people and Athena."""
