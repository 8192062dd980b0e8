"""`/v1/linkages`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from hedge.http.answering import changed_answer, page_answer, read_answer
from hedge.http.linkage_answers import LinkageAnswer, LinkagesAnswer
from hedge.http.linkage_bodies import NewLinkageBody
from hedge.http.roles import READERS, TRADERS
from hedge.model.linkage import Linkage
from hedge.trading.create_linkage import CreateLinkage
from hedge.trading.list_entities import ListEntities
from hedge.trading.read_entity import ReadEntity
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage
from lacre.model.vocabulary import EntityType


@dataclass(frozen=True)
class LinkageUseCases:
    create: CreateLinkage
    read: ReadEntity[Linkage]
    list: ListEntities[Linkage]


def linkages_router(linkages: LinkageUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/linkages", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=LinkageAnswer)
    @audited("CREATE_LINKAGE", roles=TRADERS, refusals=(400, 404))
    def create(call: Call, given: NewLinkageBody) -> Response:
        return changed_answer(call, lambda: linkages.create(given.draft))

    @router.get("", response_model=LinkagesAnswer)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.LINKAGE)
    def list_all(call: Call, asked: AskedPage) -> Response:
        return page_answer(call, "linkages", linkages.list(asked.cursor, asked.limit))

    @router.get("/{linkage_id}", response_model=LinkageAnswer)
    @audited("READ_ENTITY", roles=READERS, entity_type=EntityType.LINKAGE, entity="linkage_id")
    def read(call: Call, linkage_id: str) -> Response:
        return read_answer(call, linkages.read(linkage_id))

    return router
