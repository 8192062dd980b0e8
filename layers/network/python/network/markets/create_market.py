"""Creating a market."""

from lacre.model.actor import Actor
from lacre.model.jurisdiction import require_place
from lacre.model.place import Place
from lacre.recording.change import Change
from network.entities.beginnings import Beginnings
from network.entities.changed import Changed
from network.model.market import Market
from network.ports.entities import Entities


class CreateMarket:
    def __init__(self, markets: Entities[Market], beginnings: Beginnings) -> None:
        self._markets = markets
        self._beginnings = beginnings

    def __call__(self, actor: Actor, name: str, place: Place) -> Changed[Market]:
        """Raises Refusal OUTSIDE_JURISDICTION."""
        require_place(actor, place)
        market = Market(**self._beginnings.at(place), name=name)
        return Changed(market, Change(market.id, after=market.shown(), writes=[self._markets.adding(market)]))
