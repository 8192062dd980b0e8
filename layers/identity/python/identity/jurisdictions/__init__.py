"""Moving to another district: asked for, and approved or rejected by a different person."""
