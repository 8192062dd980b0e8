"""Routes of orders, contracts and links over their ports, whatever keeps what is behind them."""

from dataclasses import dataclass

from fastapi import APIRouter

from hedge.http.contracts import ContractUseCases, contracts_router
from hedge.http.linkages import LinkageUseCases, linkages_router
from hedge.http.orders import OrderUseCases, orders_router
from hedge.ports.contracts import Contracts
from hedge.ports.linkages import Linkages
from hedge.ports.orders import Orders
from hedge.trading.archive_contract import ArchiveContract
from hedge.trading.archive_order import ArchiveOrder
from hedge.trading.beginnings import Beginnings
from hedge.trading.cancel_contract import CancelContract
from hedge.trading.create_contract import CreateContract
from hedge.trading.create_linkage import CreateLinkage
from hedge.trading.create_order import CreateOrder
from hedge.trading.list_entities import ListEntities
from hedge.trading.read_entity import ReadEntity
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy


@dataclass(frozen=True)
class TradingKeepers:
    orders: Orders
    contracts: Contracts
    linkages: Linkages


def trading_routers(kept: TradingKeepers, clock: Clock, entropy: Entropy) -> list[APIRouter]:
    beginnings = Beginnings(clock, entropy)
    orders = OrderUseCases(
        create=CreateOrder(kept.orders, beginnings),
        read=ReadEntity(kept.orders, EntityType.ORDER),
        list=ListEntities(kept.orders),
        archive=ArchiveOrder(kept.orders, kept.contracts, clock),
    )
    contracts = ContractUseCases(
        create=CreateContract(kept.contracts, beginnings),
        read=ReadEntity(kept.contracts, EntityType.CONTRACT),
        list=ListEntities(kept.contracts),
        cancel=CancelContract(kept.contracts),
        archive=ArchiveContract(kept.contracts, clock),
    )
    linkages = LinkageUseCases(
        create=CreateLinkage(kept.linkages, kept.orders, kept.contracts, beginnings),
        read=ReadEntity(kept.linkages, EntityType.LINKAGE),
        list=ListEntities(kept.linkages),
    )
    return [orders_router(orders), contracts_router(contracts), linkages_router(linkages)]
