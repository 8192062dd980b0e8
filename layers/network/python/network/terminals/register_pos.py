"""Registering a POS, for an agent and a merchant, in a market."""

from dataclasses import dataclass

from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Entropy
from lacre.recording.change import Change
from network.entities.beginnings import Beginnings
from network.entities.read_entity import ReadEntity
from network.model.agent import Agent
from network.model.market import Market
from network.model.merchant import Merchant
from network.model.pending import require_settled
from network.model.pos import Pos
from network.ports.entities import Entities
from network.terminals.keyed_pos import KeyedPos, key_of


@dataclass(frozen=True)
class PosDraft:
    """A POS to be registered; `maximum_amount` is decimal text. It belongs where its market is."""

    label: str
    agent_id: str
    merchant_id: str
    market_id: str
    maximum_amount: str | None


@dataclass(frozen=True)
class Surroundings:
    """What a POS is registered with."""

    agents: Entities[Agent]
    merchants: Entities[Merchant]
    markets: Entities[Market]


class RegisterPos:
    def __init__(
        self, terminals: Entities[Pos], around: Surroundings, beginnings: Beginnings, entropy: Entropy
    ) -> None:
        self._terminals = terminals
        self._around = around
        self._read_agent = ReadEntity(around.agents, EntityType.AGENT)
        self._read_merchant = ReadEntity(around.merchants, EntityType.MERCHANT)
        self._read_market = ReadEntity(around.markets, EntityType.MARKET)
        self._beginnings = beginnings
        self._entropy = entropy

    def __call__(self, actor: Actor, draft: PosDraft) -> KeyedPos:
        """Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, PENDING_APPROVAL; CONFLICT where the three are apart."""
        market = self._read_market(actor, draft.market_id)
        agent = self._read_agent(actor, draft.agent_id)
        merchant = self._read_merchant(actor, draft.merchant_id)
        if not agent.place == merchant.place == market.place:
            raise Refusal(
                Ground.CONFLICT, "PLACES_DIFFER", "Agent, merchant and market of a POS belong to the same district."
            )
        require_settled(EntityType.AGENT, agent.id, agent.pending_change)
        require_settled(EntityType.MERCHANT, merchant.id, merchant.pending_change)
        beginning = self._beginnings.at(market.place)
        key, digest = key_of(beginning["id"], self._entropy)
        pos = Pos(**beginning, **vars(draft), key_digest=digest)
        writes = [
            self._terminals.adding(pos),
            # Neither may begin to move in the meantime; a market never does.
            self._around.agents.unchanged(agent),
            self._around.merchants.unchanged(merchant),
        ]
        return KeyedPos(pos, Change(pos.id, after=pos.shown(), writes=writes), key)
