"""A seeded province with its ordinary days, what only looks like fraud, and attacks: labelled, apart from the rules."""
