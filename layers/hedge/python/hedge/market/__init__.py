"""Settlement prices: published once, and listed."""
