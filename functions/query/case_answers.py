"""Cases and blocks as JSON. Moments are RFC 3339, UTC, in milliseconds."""

from pydantic import BaseModel

from functions.query.alert_answers import NoteAnswer
from lacre.model.canonical import JsonObject
from lacre.ports.blocks import Block, BlockState
from lacre.ports.cases import Case, CaseState


class ListedCaseAnswer(BaseModel):
    """A case as a list has it: without its notes, of which there are `note_count`."""

    id: str
    title: str
    state: CaseState
    owner: str
    opened_by: str
    opened_at: str
    closed_at: str | None
    alert_ids: list[str]
    note_count: int
    version: int


class CaseAnswer(ListedCaseAnswer):
    notes: list[NoteAnswer]


class CasesAnswer(BaseModel):
    """A page of a list, which can be short and yet have a next; `cursor` is where it goes on, null at the end."""

    cases: list[ListedCaseAnswer]
    cursor: str | None


class BlockAnswer(BaseModel):
    """The last block of an actor. `undone_*` are null unless somebody undid it."""

    id: str
    actor_id: str
    actor_type: str
    rule: str
    alert_id: str
    reason: str
    placed_at: str
    until: str
    state: BlockState
    undone_by: str | None
    undone_reason: str | None
    version: int


class BlocksAnswer(BaseModel):
    """A page of a list; `cursor` is where it goes on, null at the end."""

    blocks: list[BlockAnswer]
    cursor: str | None


def listed_case(case: Case) -> JsonObject:
    return {"id": case.id, **case.shown()}


def case_answer(case: Case) -> JsonObject:
    return {**listed_case(case), "notes": [note._asdict() for note in case.notes]}


def block_answer(block: Block) -> JsonObject:
    return {"id": block.block_id, **block.shown()}
