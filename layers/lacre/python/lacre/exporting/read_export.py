"""Reading one export."""

from lacre.model.identifier import is_uuid
from lacre.model.refusal import Ground, Refusal
from lacre.ports.exports import Exports, Job


class ReadExport:
    def __init__(self, exports: Exports) -> None:
        self._exports = exports

    def __call__(self, job_id: str) -> Job:
        """Raises Refusal NOT_FOUND."""
        found = self._exports.find(job_id) if is_uuid(job_id) else None
        if found is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_EXPORT", "There is no such export.")
        return found
