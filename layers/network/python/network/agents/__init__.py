"""Agents, each with an account of its own."""
