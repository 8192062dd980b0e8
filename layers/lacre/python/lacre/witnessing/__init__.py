"""Witnessing: what a C2SP witness decides, and how the log asks witnesses to cosign its checkpoints."""
