"""Events of other back ends, brought in batches by producers."""
