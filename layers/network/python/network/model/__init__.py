"""Agents, merchants, markets and POS, without anything outside."""
