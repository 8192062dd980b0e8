"""How the trail itself is: each check one word, since when, and the figures behind it."""
