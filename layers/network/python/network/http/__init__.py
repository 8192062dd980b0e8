"""Routes, and what their bodies hold."""
