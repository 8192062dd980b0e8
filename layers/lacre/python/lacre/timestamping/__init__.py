"""Timestamping: another authority dates the log's checkpoint once a day (RFC 3161)."""
