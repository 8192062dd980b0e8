"""Exports as JSON. Moments are RFC 3339, UTC, in milliseconds."""

from typing import Any

from pydantic import BaseModel

from lacre.model.canonical import JsonObject
from lacre.ports.exports import ExportFile, ExportFormat, ExportLanguage, ExportState, Job


class ProgressAnswer(BaseModel):
    """How many leaves of the tree were looked at, and how many rows came of them."""

    leaves: int
    rows: int


class ExportResultAnswer(BaseModel):
    """`bytes` and `sha256` are those of the data; `document_sha256` is that of the signed PDF, where there is one."""

    count: int
    bytes: int
    sha256: str
    document_sha256: str | None
    files: list[ExportFile]


class ExportErrorAnswer(BaseModel):
    code: str
    sentence: str


class ExportAnswer(BaseModel):
    """An export. `tree_size`: how many leaves it is made of, null until it begins; its files go at `expires_at`."""

    id: str
    asked_by: str
    asked_by_name: str
    asked_at: str
    format: ExportFormat
    language: ExportLanguage
    filters: dict[str, Any]
    state: ExportState
    tree_size: int | None
    progress: ProgressAnswer
    result: ExportResultAnswer | None
    error: ExportErrorAnswer | None
    ended_at: str | None
    expires_at: str


class ExportsAnswer(BaseModel):
    """A page of a list; `cursor` is where it goes on, null at the end."""

    exports: list[ExportAnswer]
    cursor: str | None


class LinkAnswer(BaseModel):
    """`url` is shown this once; whoever has it has the file, until `expires_at`."""

    id: str
    file: ExportFile
    url: str
    expires_at: str


def export_answer(job: Job) -> JsonObject:
    given = job.wanted.selection.as_object().items()
    return {
        "id": job.id,
        "asked_by": job.asking.by,
        "asked_by_name": job.asking.name,
        "asked_at": job.asking.at,
        "format": job.wanted.format.value,
        "language": job.wanted.language.value,
        "filters": {name: value for name, value in given if value not in (None, False)},
        "state": job.state.value,
        "tree_size": job.tree_size or None,
        "progress": {"leaves": job.progress.leaves, "rows": job.progress.rows},
        "result": _result(job),
        "error": {"code": job.error.code, "sentence": job.error.sentence} if job.error else None,
        "ended_at": job.ended_at,
        "expires_at": job.expires_at,
    }


def _result(job: Job) -> JsonObject | None:
    result = job.result
    if result is None:
        return None
    files = [file.value for file in result.files]
    return {
        "count": result.count,
        "bytes": result.length,
        "sha256": result.sha256,
        "document_sha256": result.document_sha256,
        "files": files,
    }
