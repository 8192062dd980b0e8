"""What is noticed about one event by what stands around it, and how much that weighs (docs/risk.md)."""
