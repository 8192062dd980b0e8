"""An export as an item of its table."""

from collections.abc import Mapping
from typing import Any

from lacre.model import canonical, moment
from lacre.model.draft import Reason
from lacre.model.filters import Selection
from lacre.ports.exports import (
    Asking,
    ExportFile,
    ExportFormat,
    ExportLanguage,
    ExportState,
    Job,
    Progress,
    Result,
    Wanted,
)

LISTING = "EXPORT"
"""The one partition of the list of all."""


def to_item(job: Job) -> dict[str, Any]:
    return {
        "job_id": {"S": job.id},
        "listing": {"S": LISTING},
        "asked_by": {"S": job.asking.by},
        "asked_by_name": {"S": job.asking.name},
        "asked_at": {"S": job.asking.at},
        "event_id": {"S": job.asking.event_id},
        "correlation_id": {"S": job.asking.correlation_id},
        "selection": {"S": canonical.encode(job.wanted.selection.as_object()).decode()},
        "format": {"S": job.wanted.format.value},
        "language": {"S": job.wanted.language.value},
        "state": {"S": job.state.value},
        "attempts": {"N": str(job.attempts)},
        "tree_size": {"N": str(job.tree_size)},
        "leaves": {"N": str(job.progress.leaves)},
        "rows": {"N": str(job.progress.rows)},
        "expires_at": {"N": str(moment.to_milliseconds(job.expires_at) // 1000)},
        "version": {"N": str(job.version)},
        **({"begun_at": {"S": job.begun_at}} if job.begun_at else {}),
        **({"result": _result_item(job.result)} if job.result else {}),
        **(
            {"error": {"M": {"code": {"S": job.error.code}, "sentence": {"S": job.error.sentence}}}}
            if job.error
            else {}
        ),
        **({"ended_at": {"S": job.ended_at}} if job.ended_at else {}),
    }


def from_item(item: Mapping[str, Any]) -> Job:
    return Job(
        id=item["job_id"]["S"],
        asking=Asking(
            item["asked_by"]["S"],
            item["asked_by_name"]["S"],
            item["asked_at"]["S"],
            item["event_id"]["S"],
            item["correlation_id"]["S"],
        ),
        wanted=_wanted(item),
        expires_at=moment.to_text(int(item["expires_at"]["N"]) * 1000),
        state=ExportState(item["state"]["S"]),
        attempts=int(item["attempts"]["N"]),
        tree_size=int(item["tree_size"]["N"]),
        begun_at=item["begun_at"]["S"] if "begun_at" in item else None,
        progress=Progress(int(item["leaves"]["N"]), int(item["rows"]["N"])),
        result=_result(item["result"]["M"]) if "result" in item else None,
        error=_error(item["error"]["M"]) if "error" in item else None,
        ended_at=item["ended_at"]["S"] if "ended_at" in item else None,
        version=int(item["version"]["N"]),
    )


def _wanted(item: Mapping[str, Any]) -> Wanted:
    selection = Selection.from_object(canonical.decode(item["selection"]["S"].encode()))
    return Wanted(selection, ExportFormat(item["format"]["S"]), ExportLanguage(item["language"]["S"]))


def _result_item(result: Result) -> dict[str, Any]:
    return {
        "M": {
            "count": {"N": str(result.count)},
            "sha256": {"S": result.sha256},
            "length": {"N": str(result.length)},
            "files": {"L": [{"S": file.value} for file in result.files]},
            **({"document_sha256": {"S": result.document_sha256}} if result.document_sha256 else {}),
        }
    }


def _result(item: Mapping[str, Any]) -> Result:
    files = tuple(ExportFile(file["S"]) for file in item["files"]["L"])
    document = item["document_sha256"]["S"] if "document_sha256" in item else None
    return Result(int(item["count"]["N"]), item["sha256"]["S"], int(item["length"]["N"]), files, document)


def _error(item: Mapping[str, Any]) -> Reason:
    return Reason(item["code"]["S"], item["sentence"]["S"])
