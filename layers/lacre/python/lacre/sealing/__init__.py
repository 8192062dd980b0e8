"""Sealing: new events become an archive batch, leaves of the tree, and a signed checkpoint."""
