"""Merchants: for whom POS take payments, each with an account of its own."""
