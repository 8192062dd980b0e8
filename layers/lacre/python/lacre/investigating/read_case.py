"""Reading one case."""

from lacre.model.identifier import is_uuid
from lacre.model.refusal import Ground, Refusal
from lacre.model.versions import require_version
from lacre.ports.cases import Case, Cases, CaseState


class ReadCase:
    def __init__(self, cases: Cases) -> None:
        self._cases = cases

    def __call__(self, case_id: str) -> Case:
        """Raises Refusal NOT_FOUND."""
        found = self._cases.find(case_id) if is_uuid(case_id) else None
        if found is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_CASE", "There is no such case.")
        return found

    def open(self, case_id: str, version: int) -> Case:
        """One that is still worked on. Raises Refusal: NOT_FOUND, CONFLICT if it is closed or not of this version."""
        found = self(case_id)
        if found.state is CaseState.CLOSED:
            raise Refusal(Ground.CONFLICT, "CASE_CLOSED", "This case is closed.")
        require_version(found.version, version)
        return found
