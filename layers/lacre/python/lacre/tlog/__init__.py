"""The formats of a transparency log, pure: RFC 6962 hashing and proofs, C2SP tiles, signed notes and checkpoints."""
