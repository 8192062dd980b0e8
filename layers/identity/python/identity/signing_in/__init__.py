"""Signing in and out: a PIN becomes a session, a session a token."""
