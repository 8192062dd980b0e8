"""From a token back to whoever acts."""
