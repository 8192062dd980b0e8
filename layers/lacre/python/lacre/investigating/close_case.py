"""Closing a case, with what came of it. Its alerts are closed each by itself: they need not have come to the same."""

from dataclasses import replace

from lacre.investigating.decided_case import DecidedCase, replaced
from lacre.investigating.read_case import ReadCase
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.ports.ambient import Clock
from lacre.ports.cases import Cases, CaseState
from lacre.ports.notes import Note


class CloseCase:
    def __init__(self, cases: Cases, read_case: ReadCase, clock: Clock) -> None:
        self._cases = cases
        self._read_case = read_case
        self._clock = clock

    def __call__(self, actor: Actor, case_id: str, version: int, text: str) -> DecidedCase:
        """Raises Refusal: NOT_FOUND, CONFLICT."""
        before = self._read_case.open(case_id, version)
        note = Note(moment.to_text(self._clock.now()), actor.id, text)
        after = replace(before.noted(note), state=CaseState.CLOSED, closed_at=note.at)
        return replaced(self._cases, before, after, note=note)
