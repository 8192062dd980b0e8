"""The API as its callers meet it: every HTTP function's own handler, every route, every caller."""
