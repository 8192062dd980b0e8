"""Routes of agents, merchants, markets and POS over their ports, whatever keeps what is behind them."""

from dataclasses import dataclass

from fastapi import APIRouter

from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from network.entities.beginnings import Beginnings
from network.entities.create_holder import CreateHolder
from network.entities.list_entities import ListEntities
from network.entities.list_owned import ListOwned
from network.entities.read_entity import ReadEntity
from network.entities.update_entity import UpdateEntity
from network.http.agents import AgentUseCases, agents_router
from network.http.markets import MarketUseCases, markets_router
from network.http.merchants import MerchantUseCases, merchants_router
from network.http.pos import PosUseCases, pos_router
from network.markets.create_market import CreateMarket
from network.model.agent import Agent
from network.model.market import Market
from network.model.merchant import Merchant
from network.model.pos import Pos
from network.ports.accounts import Accounts
from network.ports.entities import Entities, OwnedEntities
from network.terminals.block_pos import BlockPos
from network.terminals.register_pos import RegisterPos, Surroundings
from network.terminals.rotate_key import RotateKey


@dataclass(frozen=True)
class EntityKeepers:
    agents: Entities[Agent]
    merchants: Entities[Merchant]
    markets: Entities[Market]
    terminals: OwnedEntities[Pos]
    accounts: Accounts


def entity_routers(kept: EntityKeepers, clock: Clock, entropy: Entropy) -> list[APIRouter]:
    beginnings = Beginnings(clock, entropy)
    return [
        agents_router(_agents(kept, beginnings, clock)),
        merchants_router(_merchants(kept, beginnings, clock)),
        markets_router(_markets(kept, beginnings, clock)),
        pos_router(_terminals(kept, beginnings, clock, entropy)),
    ]


def _agents(kept: EntityKeepers, beginnings: Beginnings, clock: Clock) -> AgentUseCases:
    return AgentUseCases(
        create=CreateHolder(kept.agents, EntityType.AGENT, kept.accounts, beginnings),
        read=ReadEntity(kept.agents, EntityType.AGENT),
        list=ListEntities(kept.agents),
        update=UpdateEntity(kept.agents, EntityType.AGENT, clock),
    )


def _merchants(kept: EntityKeepers, beginnings: Beginnings, clock: Clock) -> MerchantUseCases:
    return MerchantUseCases(
        create=CreateHolder(kept.merchants, EntityType.MERCHANT, kept.accounts, beginnings),
        read=ReadEntity(kept.merchants, EntityType.MERCHANT),
        list=ListEntities(kept.merchants),
        update=UpdateEntity(kept.merchants, EntityType.MERCHANT, clock),
    )


def _markets(kept: EntityKeepers, beginnings: Beginnings, clock: Clock) -> MarketUseCases:
    return MarketUseCases(
        create=CreateMarket(kept.markets, beginnings),
        read=ReadEntity(kept.markets, EntityType.MARKET),
        list=ListEntities(kept.markets),
        update=UpdateEntity(kept.markets, EntityType.MARKET, clock),
    )


def _terminals(kept: EntityKeepers, beginnings: Beginnings, clock: Clock, entropy: Entropy) -> PosUseCases:
    around = Surroundings(kept.agents, kept.merchants, kept.markets)
    return PosUseCases(
        register=RegisterPos(kept.terminals, around, beginnings, entropy),
        read=ReadEntity(kept.terminals, EntityType.POS),
        list=ListOwned(kept.terminals),
        block=BlockPos(kept.terminals, clock),
        rotate_key=RotateKey(kept.terminals, clock, entropy),
    )
