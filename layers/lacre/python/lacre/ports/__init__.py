"""What the use cases need of the world. Adapters in `lacre.aws` and the in-memory ones of the tests keep them."""
