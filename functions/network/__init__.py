"""HTTP: agents of the network."""
