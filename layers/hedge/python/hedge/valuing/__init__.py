"""What the portfolio is worth: exposures, MTM, P&L, cashflow, and snapshots of them."""
