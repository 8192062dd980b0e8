"""What POS did offline, uploaded: each item done once, or not at all."""
