"""The network that is run: agents, and where each belongs."""
