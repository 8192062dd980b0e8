"""The console's pages of blocks, and undoing one."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from functions.query.investigation_bodies import BlocksQuery
from functions.query.investigation_forms import ReasonForm
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from functions.query.viewer import viewer_of
from functions.query.views.blocks import block_list, block_row, people_of
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.investigating.list_blocks import ListBlocks
from lacre.investigating.read_block import ReadBlock
from lacre.investigating.unblock import Unblock
from lacre.model.jurisdiction import ADMIN
from lacre.model.vocabulary import EntityType


def block_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/blocks", route_class=PageRoute, include_in_schema=False)
    kept, clock = sources.investigation, sources.clock
    list_blocks, read_block = ListBlocks(kept.blocks), ReadBlock(kept.blocks)
    undo = Unblock(kept.blocks, read_block, clock)

    @router.get("", response_model=None)
    @audited("READ_ALERTS", roles=READERS, entity_type=EntityType.BLOCK, page=True)
    def list_all(request: Request, call: Call, asked: Annotated[BlocksQuery, Query()]) -> HTMLResponse:
        page = list_blocks(asked.state, asked.cursor, asked.limit)
        rows = [block_row(one, call.actor, clock.now()) for one in page.items]
        names = kept.people.names_of(people_of(page.items))
        shown = block_list(rows, page.next, names, asked.state, is_first=asked.cursor is None)
        call.read()
        return HTMLResponse(render("blocks.html", root="", viewer=viewer_of(request), shown=shown))

    @router.get("/{block_id}", response_model=None)
    @audited("READ_ALERTS", roles=READERS, entity_type=EntityType.BLOCK, entity="block_id", page=True)
    def read(request: Request, call: Call, block_id: str) -> HTMLResponse:
        found = read_block(block_id)
        row, names = block_row(found, call.actor, clock.now()), kept.people.names_of(people_of([found]))
        call.read(block_id)
        page = render("block.html", root="../", viewer=viewer_of(request), row=row, names=names)
        return HTMLResponse(page)

    @router.post("/{block_id}/unblock", status_code=303, response_model=None)
    @audited("ACTOR_UNBLOCKED", roles=(ADMIN,), entity="block_id", page=True)
    def unblock(request: Request, call: Call, block_id: str, given: Annotated[ReasonForm, Form()]) -> Response:
        given.require_own(request)
        undone = undo(call.actor, block_id, given.version, given.reason)
        return given.done(call, undone.change, f"blocks/{block_id}")

    return router
