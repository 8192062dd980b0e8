"""Every figure of the desk, derived from a portfolio and prices, without anything outside."""
