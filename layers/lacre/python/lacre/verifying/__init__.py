"""`lacre verify`: is this copy of the archive the log that its checkpoints promise? Offline: files and a public key.

Read in this order: verdict, source, listing, checkpoints, leaves, batches, walk, questions, archive. It writes nothing
and asks no network; of the product it uses the event model and the log formats (`lacre.model`, `lacre.tlog`) only.
"""
