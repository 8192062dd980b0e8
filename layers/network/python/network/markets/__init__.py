"""Markets: where POS stand."""
