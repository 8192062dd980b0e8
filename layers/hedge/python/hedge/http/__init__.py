"""The hedge desk over HTTP: routes, bodies, answers."""
