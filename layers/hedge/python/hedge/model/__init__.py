"""Orders, contracts, links, prices, ledger entries and the calendar, without anything outside."""
