"""The two stacks of a stage: what holds data, and what runs."""
