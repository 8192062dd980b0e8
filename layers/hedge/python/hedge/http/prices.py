"""`/v1/market-data/settlement-prices`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from hedge.http.answering import decided_anew
from hedge.http.price_answers import PricesAnswer, PublishedAnswer
from hedge.http.price_bodies import NewPricesBody, PricesAsked
from hedge.http.roles import READERS, TRADERS
from hedge.market.list_prices import ListPrices
from hedge.market.publish_prices import PublishedPrices, PublishPrices
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call
from lacre.model.vocabulary import EntityType


@dataclass(frozen=True)
class PriceUseCases:
    publish: PublishPrices
    list: ListPrices


def prices_router(prices: PriceUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/market-data/settlement-prices", route_class=AuditedRoute)

    @router.post("", status_code=201, response_model=PublishedAnswer)
    @audited("PUBLISH_PRICE", roles=TRADERS)
    def publish(call: Call, given: NewPricesBody) -> Response:
        return decided_anew(call, lambda: _published(call, prices.publish(given.drafts)))

    @router.get("", response_model=PricesAnswer)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.PRICE)
    def list_all(call: Call, asked: Annotated[PricesAsked, Query()]) -> Response:
        page = prices.list(asked.symbol, asked.start, asked.end, asked.cursor, asked.limit)
        call.read()
        return JSONResponse({"prices": [one.shown() for one in page.items], "cursor": page.next}, call.status)

    return router


def _published(call: AuditedCall, published: PublishedPrices) -> Response:
    return call.done(published.change, Answer({"prices": [one.shown() for one in published.prices]}))
