"""Giving a case to another owner."""

from dataclasses import replace

from lacre.investigating.decided_case import DecidedCase, replaced
from lacre.investigating.read_case import ReadCase
from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.ports.cases import Cases
from lacre.ports.people import People

OWNERS = ("ADMIN", "AUDITOR")


class HandOverCase:
    def __init__(self, cases: Cases, read_case: ReadCase, people: People) -> None:
        self._cases = cases
        self._read_case = read_case
        self._people = people

    def __call__(self, actor: Actor, case_id: str, version: int, owner: str) -> DecidedCase:
        """To an active administrator or auditor, by whoever works on cases. Raises Refusal: NOT_FOUND, CONFLICT."""
        before = self._read_case.open(case_id, version)
        if before.owner == owner:
            raise Refusal(Ground.CONFLICT, "ALREADY_OWNER", "The case has this owner already.")
        # Whoever asks has shown who they are: an outside issuer's people, whom we do not know, can take a case over.
        if owner != actor.id and self._people.role_of(owner) not in OWNERS:
            raise Refusal(Ground.CONFLICT, "NOT_AN_OWNER", "A case belongs to an active administrator or auditor.")
        return replaced(self._cases, before, replace(before, owner=owner, version=version + 1))
