"""The local AWS: starts it, deploys the real stacks to it, seeds demo people and watches over it."""
