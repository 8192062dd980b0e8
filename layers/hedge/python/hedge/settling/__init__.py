"""Settling a contract: two ledger entries, and the contract is closed, in one transaction."""
