"""Transactions and their receipts: made, read, listed, cancelled, printed."""
