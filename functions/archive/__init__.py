"""Stream to locked archive, Merkle log and checkpoint."""
