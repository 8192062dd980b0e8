"""What a stack is composed of; each construct builds one thing with every default decided."""
