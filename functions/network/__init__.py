"""HTTP: agents, merchants, markets and POS of the network, and what POS take."""
