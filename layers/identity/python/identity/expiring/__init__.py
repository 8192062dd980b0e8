"""Sessions that nobody ended."""
