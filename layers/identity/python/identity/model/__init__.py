"""Users, roles, sessions and tokens, without anything outside."""
