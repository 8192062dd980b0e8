"""Detection: rules, exact sliding windows, and what a firing records. The rules are read from a compiled bundle."""
