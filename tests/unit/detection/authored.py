"""Released rules with something changed in them, as files of their own."""

from pathlib import Path

from lacre.detection.authoring.source import RULES


def changed(folder: Path, rule: str, old: str, new: str, name: str = "") -> Path:
    """The rule's file with the first `old` replaced, in another folder."""
    text = (RULES / f"{rule}.yml").read_text("utf-8")
    assert old in text, f"{rule} has no {old!r}"
    path = folder / f"{name or rule}.yml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path
