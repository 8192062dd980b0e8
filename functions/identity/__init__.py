"""HTTP: the first administrator, users, login, sessions and the keys of access tokens."""
