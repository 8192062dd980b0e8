"""HTTP: the hedge desk, its orders, contracts, ledger, figures and what-if."""
