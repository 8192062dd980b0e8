"""POS terminals: registered, blocked, and known by their keys."""
