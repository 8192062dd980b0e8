"""The network that is run: agents, merchants, markets and POS, and where each belongs."""
