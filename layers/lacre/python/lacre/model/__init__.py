"""What an event is, in pure Python: no AWS, no web framework, no clock and no environment."""
