"""`/v1/merchants`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage, IfMatch
from lacre.http.version_tag import version_of
from lacre.model.jurisdiction import OFFICIALS
from lacre.model.vocabulary import EntityType
from network.entities.create_holder import CreateHolder
from network.entities.list_entities import ListEntities
from network.entities.read_entity import ReadEntity
from network.entities.update_entity import UpdateEntity
from network.http.answering import changed_answer, opened_answer, page_answer, read_answer
from network.http.answers import MerchantAnswer, MerchantsAnswer, NewMerchantAnswer
from network.http.bodies import MerchantEditBody, NewMerchantBody
from network.model.merchant import Merchant
from network.model.own import MERCHANT


@dataclass(frozen=True)
class MerchantUseCases:
    create: CreateHolder[Merchant]
    read: ReadEntity[Merchant]
    list: ListEntities[Merchant]
    update: UpdateEntity[Merchant]


def merchants_router(merchants: MerchantUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/merchants", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=NewMerchantAnswer)
    @audited("CREATE_MERCHANT", roles=OFFICIALS, further=("CREATE_USER",))
    def create(call: Call, given: NewMerchantBody) -> Response:
        return opened_answer(call, merchants.create(call.actor, given.draft))

    @router.get("", response_model=MerchantsAnswer)
    @audited("LIST_ENTITIES", roles=OFFICIALS, entity_type=EntityType.MERCHANT)
    def list_all(call: Call, asked: AskedPage) -> Response:
        return page_answer(call, "merchants", merchants.list(call.actor, asked.cursor, asked.limit))

    @router.get("/{merchant_id}", response_model=MerchantAnswer)
    @audited("READ_ENTITY", roles=(*OFFICIALS, MERCHANT), entity_type=EntityType.MERCHANT, entity="merchant_id")
    def read(call: Call, merchant_id: str) -> Response:
        return read_answer(call, merchants.read(call.actor, merchant_id))

    @router.patch("/{merchant_id}", response_model=MerchantAnswer)
    @audited("UPDATE_MERCHANT", roles=OFFICIALS, entity="merchant_id")
    def update(call: Call, merchant_id: str, given: MerchantEditBody, if_match: IfMatch = None) -> Response:
        return changed_answer(call, merchants.update(call.actor, merchant_id, version_of(if_match), given.edit))

    return router
