"""What handlers are wired of, made once for each application."""
