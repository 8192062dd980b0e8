"""End to end: the real stacks on the local AWS, reached as any client reaches them."""
