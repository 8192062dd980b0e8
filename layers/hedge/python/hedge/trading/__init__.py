"""Orders, contracts and the links between them: made, read, listed, cancelled, archived."""
