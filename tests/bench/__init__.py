"""Benchmarks: costs in write units, and speed as ratios to a floor measured in the same run."""
