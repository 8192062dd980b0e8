"""The routes of the query function."""
