"""Evidence: the row as it is stored now, the leaf it was sealed as, and the proofs that lead to the signed root."""
