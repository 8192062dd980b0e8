"""Who works at the desk: traders act, risk managers and auditors look."""

TRADER, RISK_MANAGER, AUDITOR = "TRADER", "RISK_MANAGER", "AUDITOR"
TRADERS = (TRADER,)
READERS = (TRADER, RISK_MANAGER, AUDITOR)
"""Of what is kept: orders, contracts, links, prices, the ledger."""

FIGURE_READERS = (RISK_MANAGER, AUDITOR)
"""Of what is derived: exposures, MTM, P&L, cash flows, what-if."""
