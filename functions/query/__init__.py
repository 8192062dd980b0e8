"""HTTP: search, detail and proofs of audit events, and the investigator's console."""
