"""Positions to list from."""

from lacre.model.refusal import Ground, Refusal


def bad_cursor() -> Refusal:
    """The refusal of a cursor that is none of the list that it is presented for."""
    return Refusal(Ground.INVALID, "BAD_CURSOR", "The cursor is none of this list.")
