"""Numbers for people."""

_SPACE = "\u202f"


def grouped(number: int) -> str:
    """In groups of three, with a narrow space that no line breaks at: the same in both languages."""
    return f"{number:,}".replace(",", _SPACE)
