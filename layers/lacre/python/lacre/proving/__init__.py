"""Evidence of one event: the row as it is stored now, the leaf it was sealed as, and the proof that leads there."""
