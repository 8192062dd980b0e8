"""`/v1/pos`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage, IfMatch
from lacre.http.version_tag import version_of
from lacre.model.jurisdiction import OFFICIALS
from lacre.model.vocabulary import EntityType
from network.entities.list_owned import ListOwned
from network.entities.read_entity import ReadEntity
from network.http.answering import changed_answer, keyed_answer, page_answer, read_answer
from network.http.answers import KeyedPosAnswer, PosAnswer, TerminalsAnswer
from network.http.bodies import BlockBody, NewPosBody
from network.model.own import AGENT, MERCHANT, POS
from network.model.pos import Pos
from network.terminals.block_pos import BlockPos
from network.terminals.register_pos import RegisterPos
from network.terminals.rotate_key import RotateKey


@dataclass(frozen=True)
class PosUseCases:
    register: RegisterPos
    read: ReadEntity[Pos]
    list: ListOwned[Pos]
    block: BlockPos
    rotate_key: RotateKey


def pos_router(terminals: PosUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/pos", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=KeyedPosAnswer)
    @audited("CREATE_POS", roles=OFFICIALS)
    def register(call: Call, given: NewPosBody) -> Response:
        return keyed_answer(call, terminals.register(call.actor, given.draft))

    @router.get("", response_model=TerminalsAnswer)
    @audited("LIST_ENTITIES", roles=(*OFFICIALS, AGENT, MERCHANT), entity_type=EntityType.POS)
    def list_all(call: Call, asked: AskedPage) -> Response:
        return page_answer(call, "pos", terminals.list(call.actor, asked.cursor, asked.limit))

    @router.get("/{pos_id}", response_model=PosAnswer)
    @audited("READ_ENTITY", roles=(*OFFICIALS, AGENT, MERCHANT, POS), entity_type=EntityType.POS, entity="pos_id")
    def read(call: Call, pos_id: str) -> Response:
        return read_answer(call, terminals.read(call.actor, pos_id))

    @router.post("/{pos_id}/block", response_model=PosAnswer)
    @audited("BLOCK_POS", roles=OFFICIALS, entity="pos_id")
    def block(call: Call, pos_id: str, given: BlockBody, if_match: IfMatch = None) -> Response:
        return changed_answer(call, terminals.block(call.actor, pos_id, version_of(if_match), given.reason))

    @router.post("/{pos_id}/rotate-key", response_model=KeyedPosAnswer)
    @audited("ROTATE_API_KEY", roles=(*OFFICIALS, AGENT), entity="pos_id")
    def rotate_key(call: Call, pos_id: str, if_match: IfMatch = None) -> Response:
        return keyed_answer(call, terminals.rotate_key(call.actor, pos_id, version_of(if_match)))

    return router
