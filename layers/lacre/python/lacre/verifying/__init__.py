"""`lacre verify`: is this copy of the archive the log that its checkpoints promise? Offline: files and a public key.

Read in this order: verdict, source, listing_text, listing, checkpoints, generations, headers, leaves, unpacking, sound,
lines, ahead, batches, seen, walk, questions, attachments, archive. What lies beside the log comes after: beside,
witnesses, timestamps, export; and proofs kept as files: proof_file, signed_roots, evidence, consistency. It writes
nothing and asks no network; of the product it uses the event model, the log formats and what an export is
(`lacre.model`, `lacre.tlog`, `lacre.exporting`).
"""
