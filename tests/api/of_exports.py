"""The operations on exports, and the console's page of them with its forms."""

from functools import partial

from tests.api.operation import READERS, Asked, Json, Operation

_read = partial(Operation, "query", "GET", reach=READERS, entity_type="EXPORT")
_written = partial(Operation, "query", "POST", action="EXPORT_AUDIT", entity_type="EXPORT", reach=READERS)


def _conditions(asked: Asked) -> Json:
    return {"action": "CREATE_AGENT", "format": "csv"}


def _file(asked: Asked) -> Json:
    return {"file": "manifest"}


_ALL, _ONE = "/v1/audit/exports", "/v1/audit/exports/{job_id}"

READING = _read(_ONE, action="READ_ENTITY", entity="job_id")
EXPORTS = (
    _written(_ALL, entity="answer", status=202, body=_conditions),
    _read(_ALL, action="LIST_ENTITIES", entity="*"),
    READING,
    _written(f"{_ONE}/link", entity="job_id", body=_file),
    _read("/exports", action="LIST_ENTITIES", entity="*", is_page=True),
    _written("/exports", status=303, body=_conditions, is_page=True),
    _written("/exports/{job_id}/link", entity="job_id", body=_file, is_page=True),
)
