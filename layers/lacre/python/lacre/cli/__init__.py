"""The `lacre` command: one module for each command, wired in `main`."""
