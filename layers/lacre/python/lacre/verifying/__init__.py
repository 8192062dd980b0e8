"""`lacre verify`: is this copy of the archive the log that its checkpoints promise? Offline: files and a public key.

Read in this order: verdict, source, listing, checkpoints, generations, headers, leaves, lines, ahead, batches, walk,
questions, archive. What lies beside the log comes after: beside, witnesses, timestamps, export; and proofs kept as
files: signed_roots, proof_file, evidence, consistency. It writes nothing and asks no network; of the product it uses
the event model, the log formats (`lacre.model`, `lacre.tlog`) and the export's form (`lacre.exporting`) only.
"""
