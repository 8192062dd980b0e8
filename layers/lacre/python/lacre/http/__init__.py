"""HTTP as every function speaks it: audited routes, problem details, the caller's origin."""
