"""`make demo`: people act on the running stack; the trail is shown, verified, tampered with, and verified again."""
