"""Agents: created, read, listed and changed within a jurisdiction."""
