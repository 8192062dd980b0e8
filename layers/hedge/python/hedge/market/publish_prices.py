"""Publishing settlement prices: all that are given or none, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.model.amounts import write_money
from hedge.model.price import PriceKey, SettlementPrice
from hedge.ports.prices import Prices
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.recording.change import Change, Further


@dataclass(frozen=True, kw_only=True)
class PriceDraft:
    """A price to be published; `at` is where it stands in the request."""

    at: str
    symbol: str
    date: date
    price: Decimal
    source: str

    @property
    def key(self) -> PriceKey:
        return self.symbol, self.date

    def shown(self) -> JsonObject:
        """What was given, as the log shows it if it is refused."""
        return {
            "source": self.source,
            "symbol": self.symbol,
            "settlement_date": self.date.isoformat(),
            "price_usd": write_money(self.price),
        }


@dataclass(frozen=True)
class PublishedPrices:
    """Prices that are published once the change is committed, as they are kept, in the order of the request."""

    prices: Sequence[SettlementPrice]
    change: Change


class PublishPrices:
    def __init__(self, prices: Prices, clock: Clock) -> None:
        self._prices = prices
        self._clock = clock

    def __call__(self, drafts: Sequence[PriceDraft]) -> PublishedPrices:
        """A price that is published already, or said before, stays as it is, with its source: its event tells of no
        change. Raises Refusal CONFLICT PRICE_DIFFERS.
        """
        known = self._prices.recorded([draft.key for draft in drafts])
        _require_equal(drafts, known)
        now = self._clock.now()
        made = {draft.key: _made(draft, now) for draft in reversed(drafts) if draft.key not in known}
        prices = [known.get(draft.key) or made[draft.key] for draft in drafts]
        first, *others = _events(prices, known)
        change = Change(
            first.entity_id,
            before=first.before,
            after=first.after,
            writes=[self._prices.adding(one) for one in made.values()],
            further=others,
        )
        return PublishedPrices(prices, change)


def _require_equal(drafts: Sequence[PriceDraft], known: Mapping[PriceKey, SettlementPrice]) -> None:
    said = {draft.key: draft.price for draft in reversed(drafts)}
    kept = {**said, **{key: one.price for key, one in known.items()}}
    differing = [draft for draft in drafts if draft.price != kept[draft.key]]
    if differing:
        raise Refusal(
            Ground.CONFLICT,
            "PRICE_DIFFERS",
            "A symbol has one price for a day, and this is another.",
            faults=tuple(Fault(draft.at, "Another price of this symbol and day stands.") for draft in differing),
            facts={
                "published": [known[draft.key].shown() for draft in differing if draft.key in known],
                "refused": [draft.shown() for draft in differing],
            },
        )


def _made(draft: PriceDraft, now: int) -> SettlementPrice:
    return SettlementPrice(
        symbol=draft.symbol, date=draft.date, price=draft.price, source=draft.source, recorded_at=now
    )


def _events(prices: Sequence[SettlementPrice], known: Mapping[PriceKey, SettlementPrice]) -> Sequence[Further]:
    seen = set(known)
    found: list[Further] = []
    for price in prices:
        key = (price.symbol, price.date)
        found.append(_event(price, is_new=key not in seen))
        seen.add(key)
    return found


def _event(price: SettlementPrice, *, is_new: bool) -> Further:
    entity_id = f"{price.symbol}/{price.date.isoformat()}"
    return Further(
        "PUBLISH_PRICE", EntityType.PRICE, entity_id, before=None if is_new else price.shown(), after=price.shown()
    )
