"""What the figures would be if."""
