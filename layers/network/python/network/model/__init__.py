"""Agents, places and jurisdictions, without anything outside."""
