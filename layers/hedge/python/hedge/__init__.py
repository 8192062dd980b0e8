"""The hedge desk: orders, hedge contracts, their links, prices, ledger and the figures derived from them."""
