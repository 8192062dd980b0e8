"""The keepers of the desk's trading, in memory and on DynamoDB, and what tests put into them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hedge.aws.contracts_table import ContractsTable
from hedge.aws.linkages_table import LinkagesTable
from hedge.aws.orders_table import OrdersTable
from hedge.aws.portfolios_table import PortfoliosTable
from hedge.model.commodity import Commodity
from hedge.model.contract import FloatConvention, HedgeContract, Side
from hedge.model.linkage import Linkage
from hedge.model.order import Convention, Order, OrderType, PriceType
from hedge.ports.contracts import Contracts
from hedge.ports.linkages import Linkages
from hedge.ports.orders import Orders
from hedge.ports.portfolios import Portfolios
from lacre.aws.events_table import EventsTable
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.hedge_desk import MemoryContracts, MemoryDesk, MemoryLinkages, MemoryOrders, MemoryPortfolios
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BEGAN = 1_795_000_000_001


@dataclass(frozen=True)
class Desk:
    orders: Orders
    contracts: Contracts
    linkages: Linkages
    portfolios: Portfolios
    commit: Commit

    def add(self, *made: Order | HedgeContract) -> None:
        for one in made:
            self.commit(self.orders.adding(one) if isinstance(one, Order) else self.contracts.adding(one))

    def link(self, linkage: Linkage, order: Order | None = None, contract: HedgeContract | None = None) -> None:
        """By its sides as they are now, or as they were read before."""
        order = order or self.order(linkage.order_id)
        contract = contract or self.contract(linkage.contract_id)
        self.commit(self.linkages.adding(linkage, order, contract))

    def order(self, order_id: str) -> Order:
        found = self.orders.find(order_id)
        assert found is not None
        return found

    def contract(self, contract_id: str) -> HedgeContract:
        found = self.contracts.find(contract_id)
        assert found is not None
        return found


def memory_desk() -> Desk:
    kept = MemoryDesk()
    return Desk(
        MemoryOrders(kept),
        MemoryContracts(kept),
        MemoryLinkages(kept),
        MemoryPortfolios(kept),
        committing(MemoryEvents()),
    )


def table_desk(dynamodb: "DynamoDBClient") -> Desk:
    table, events = create(dynamodb, "hedge"), create(dynamodb, "events")
    return Desk(
        OrdersTable(dynamodb, table),
        ContractsTable(dynamodb, table),
        LinkagesTable(dynamodb, table),
        PortfoliosTable(dynamodb, table),
        committing(EventsTable(dynamodb, events)),
    )


def desk_of(keeping: str, dynamodb: "DynamoDBClient") -> Desk:
    return memory_desk() if keeping == "memory" else table_desk(dynamodb)


def id_of(number: int) -> str:
    return f"01a1ee56-5e00-75b1-a522-{number:012x}"


def order(number: int, quantity: str = "100.000", **other: Any) -> Order:
    """A variable sale of aluminium, by C2R."""
    terms: dict[str, Any] = {
        "order_type": OrderType.SALE,
        "commodity": Commodity.ALUMINUM,
        "price_type": PriceType.VARIABLE,
        "avg_entry_price": Decimal("2500.000000"),
        "convention": Convention.C2R,
        "reference_month": None,
        "observation_start": None,
        "observation_end": None,
        "fixing_date": date(2026, 3, 2),
        "delivery_start": None,
        "delivery_end": None,
    }
    return Order(id=id_of(0xA000 + number), quantity=Decimal(quantity), created_at=BEGAN, **{**terms, **other})


def contract(number: int, quantity: str = "50.000", **other: Any) -> HedgeContract:
    """A short contract of aluminium."""
    terms: dict[str, Any] = {
        "commodity": Commodity.ALUMINUM,
        "fixed_side": Side.SELL,
        "fixed_price": Decimal("2520.000000"),
        "convention": FloatConvention.AVG,
        "trade_date": None,
        "settlement_date": date(2026, 3, 20),
    }
    return HedgeContract(id=id_of(0xB000 + number), quantity=Decimal(quantity), created_at=BEGAN, **{**terms, **other})


def linkage(number: int, of: Order, by: HedgeContract, quantity: str) -> Linkage:
    return Linkage(
        id=id_of(0xC000 + number), order_id=of.id, contract_id=by.id, quantity=Decimal(quantity), created_at=BEGAN
    )
