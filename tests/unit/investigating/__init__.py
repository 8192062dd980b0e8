"""Working on what was found."""
