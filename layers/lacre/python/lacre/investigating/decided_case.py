"""A case as it is once it is committed."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.refusal import Ground, Refusal
from lacre.ports.cases import Case, Cases
from lacre.ports.notes import Note
from lacre.recording.change import Change

MAXIMUM_NOTES = 100


@dataclass(frozen=True)
class DecidedCase:
    """It is so once `change` is committed."""

    case: Case
    change: Change


def replaced(cases: Cases, before: Case, after: Case, *, note: Note | None = None) -> DecidedCase:
    """The change of one case into another; the log gets the text of the note that is new."""
    told = {**after.shown(), **({"note": note.text} if note else {})}
    return DecidedCase(after, Change(before.id, before.shown(), told, [cases.replacing(after, before.version)]))


def require_room(notes: Sequence[Note]) -> None:
    """Raises Refusal CONFLICT where there are as many notes as are kept."""
    if len(notes) >= MAXIMUM_NOTES:
        raise Refusal(Ground.CONFLICT, "NOTES_FULL", f"No more than {MAXIMUM_NOTES} notes are kept.")
