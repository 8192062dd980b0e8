"""What a batch is answered with."""

from collections.abc import Mapping

from pydantic import BaseModel

from lacre.ingesting.results import RECORDED, Result
from lacre.model.canonical import JsonValue


class FaultAnswer(BaseModel):
    at: str
    what: str


class ResultAnswer(BaseModel):
    """`status` is 201, 409, 422, or 503: send it again. Id and sequence are null where the item has none."""

    id: str | None
    sequence: int | None
    status: int
    code: str | None = None
    errors: list[FaultAnswer] | None = None
    flags: list[str] | None = None


class BatchAnswer(BaseModel):
    """One result for each item, in their order."""

    results: list[ResultAnswer]


def result_answer(result: Result) -> Mapping[str, JsonValue]:
    """In the form of ResultAnswer, without what is null there."""
    told: dict[str, JsonValue] = {"id": result.id, "sequence": result.sequence, "status": result.status}
    if result.code != RECORDED:
        told["code"] = result.code
    if result.faults:
        told["errors"] = [{"at": fault.at, "what": fault.what} for fault in result.faults]
    if result.flags:
        told["flags"] = list(result.flags)
    return told
