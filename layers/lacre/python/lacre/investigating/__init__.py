"""Working on what was found: alerts, cases, blocks, and the rules that they come from."""
