"""`/v1/markets`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage, IfMatch
from lacre.http.version_tag import version_of
from lacre.model.jurisdiction import OFFICIALS
from lacre.model.vocabulary import EntityType
from network.entities.list_entities import ListEntities
from network.entities.read_entity import ReadEntity
from network.entities.update_entity import UpdateEntity
from network.http.answering import changed_answer, page_answer, read_answer
from network.http.answers import MarketAnswer, MarketsAnswer
from network.http.bodies import MarketEditBody, NewMarketBody
from network.markets.create_market import CreateMarket
from network.model.market import Market


@dataclass(frozen=True)
class MarketUseCases:
    create: CreateMarket
    read: ReadEntity[Market]
    list: ListEntities[Market]
    update: UpdateEntity[Market]


def markets_router(markets: MarketUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/markets", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=MarketAnswer)
    @audited("CREATE_MARKET", roles=OFFICIALS)
    def create(call: Call, given: NewMarketBody) -> Response:
        return changed_answer(call, markets.create(call.actor, given.name, given.place))

    @router.get("", response_model=MarketsAnswer)
    @audited("LIST_ENTITIES", roles=OFFICIALS, entity_type=EntityType.MARKET)
    def list_all(call: Call, asked: AskedPage) -> Response:
        return page_answer(call, "markets", markets.list(call.actor, asked.cursor, asked.limit))

    @router.get("/{market_id}", response_model=MarketAnswer)
    @audited("READ_ENTITY", roles=OFFICIALS, entity_type=EntityType.MARKET, entity="market_id")
    def read(call: Call, market_id: str) -> Response:
        return read_answer(call, markets.read(call.actor, market_id))

    @router.patch("/{market_id}", response_model=MarketAnswer)
    @audited("UPDATE_MARKET", roles=OFFICIALS, entity="market_id")
    def update(call: Call, market_id: str, given: MarketEditBody, if_match: IfMatch = None) -> Response:
        return changed_answer(call, markets.update(call.actor, market_id, version_of(if_match), given.edit))

    return router
