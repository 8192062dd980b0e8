"""`/v1/orders`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from hedge.http.answering import changed_answer, page_answer, read_answer
from hedge.http.order_answers import OrderAnswer, OrdersAnswer
from hedge.http.order_bodies import NewPurchaseBody, NewSaleBody
from hedge.http.roles import READERS, TRADERS
from hedge.model.order import Order
from hedge.trading.archive_order import ArchiveOrder
from hedge.trading.create_order import CreateOrder
from hedge.trading.list_entities import ListEntities
from hedge.trading.read_entity import ReadEntity
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage
from lacre.model.vocabulary import EntityType


@dataclass(frozen=True)
class OrderUseCases:
    create: CreateOrder
    read: ReadEntity[Order]
    list: ListEntities[Order]
    archive: ArchiveOrder


def orders_router(orders: OrderUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1/orders", route_class=AuditedRoute)

    @router.post("/sales", status_code=201, response_model=OrderAnswer)
    @audited("CREATE_ORDER", roles=TRADERS)
    def create_sale(call: Call, given: NewSaleBody) -> Response:
        return changed_answer(call, lambda: orders.create(given.terms))

    @router.post("/purchase", status_code=201, response_model=OrderAnswer)
    @audited("CREATE_ORDER", roles=TRADERS)
    def create_purchase(call: Call, given: NewPurchaseBody) -> Response:
        return changed_answer(call, lambda: orders.create(given.terms))

    @router.get("", response_model=OrdersAnswer)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.ORDER)
    def list_all(call: Call, asked: AskedPage) -> Response:
        return page_answer(call, "orders", orders.list(asked.cursor, asked.limit))

    @router.get("/{order_id}", response_model=OrderAnswer)
    @audited("READ_ENTITY", roles=READERS, entity_type=EntityType.ORDER, entity="order_id")
    def read(call: Call, order_id: str) -> Response:
        return read_answer(call, orders.read(order_id))

    @router.patch("/{order_id}/archive", response_model=OrderAnswer)
    @audited("ARCHIVE_ORDER", roles=TRADERS, entity="order_id")
    def archive(call: Call, order_id: str) -> Response:
        return changed_answer(call, lambda: orders.archive(order_id))

    return router
