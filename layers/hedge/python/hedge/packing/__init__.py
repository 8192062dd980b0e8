"""The ledger as it is stored: fresh rows, packed into pages that never change, and read as one list."""
