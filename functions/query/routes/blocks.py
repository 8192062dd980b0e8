"""`/v1/blocks`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from functions.query.case_answers import BlockAnswer, BlocksAnswer, block_answer
from functions.query.investigation_bodies import BlocksQuery, ReasonBody
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import IfMatch
from lacre.http.version_tag import tag_of, version_of
from lacre.investigating.list_blocks import ListBlocks
from lacre.investigating.read_block import ReadBlock
from lacre.investigating.unblock import Unblock
from lacre.model.canonical import JsonObject
from lacre.model.jurisdiction import ADMIN
from lacre.model.vocabulary import EntityType


def blocks_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/blocks", route_class=AuditedRoute)
    blocks = sources.investigation.blocks
    list_blocks, read_block = ListBlocks(blocks), ReadBlock(blocks)
    undo = Unblock(blocks, read_block, sources.clock)

    @router.get("", response_model=BlocksAnswer)
    @audited("READ_ALERTS", roles=READERS, entity_type=EntityType.BLOCK)
    def list_all(call: Call, asked: Annotated[BlocksQuery, Query()]) -> JsonObject:
        page = list_blocks(asked.state, asked.cursor, asked.limit)
        call.read()
        return {"blocks": [block_answer(block) for block in page.items], "cursor": page.next}

    @router.get("/{block_id}", response_model=BlockAnswer)
    @audited("READ_ALERTS", roles=READERS, entity_type=EntityType.BLOCK, entity="block_id")
    def read(call: Call, block_id: str, response: Response) -> JsonObject:
        block = read_block(block_id)
        call.read(block_id)
        response.headers["ETag"] = tag_of(block.version)
        return block_answer(block)

    @router.post("/{block_id}/unblock", response_model=BlockAnswer)
    @audited("ACTOR_UNBLOCKED", roles=(ADMIN,), entity="block_id")
    def unblock(call: Call, block_id: str, given: ReasonBody, if_match: IfMatch = None) -> Response:
        undone = undo(call.actor, block_id, version_of(if_match), given.reason)
        return call.done(undone.change, Answer(block_answer(undone.block), undone.block.version))

    return router
