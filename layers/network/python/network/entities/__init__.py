"""What is done alike to agents, merchants, markets and POS: read, listed, changed, made with an account."""
