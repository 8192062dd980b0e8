"""Publishing settlement prices: all that are given or none, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hedge.model.price import PriceKey, SettlementPrice
from hedge.ports.prices import Prices
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
        """A price that is published already stays as it is, with its source: its event tells of no change.

        Raises Refusal: INVALID PRICE_REPEATED for two of a symbol and a day, CONFLICT PRICE_DIFFERS.
        """
        _require_distinct(drafts)
        known = self._prices.recorded([draft.key for draft in drafts])
        _require_equal(drafts, known)
        now = self._clock.now()
        prices = [known.get(draft.key) or _made(draft, now) for draft in drafts]
        first, *others = [_event(price, is_new=(price.symbol, price.date) not in known) for price in prices]
        change = Change(
            first.entity_id,
            before=first.before,
            after=first.after,
            writes=[self._prices.adding(one) for one in prices if (one.symbol, one.date) not in known],
            further=others,
        )
        return PublishedPrices(prices, change)


def _require_distinct(drafts: Sequence[PriceDraft]) -> None:
    seen: set[PriceKey] = set()
    faults: list[Fault] = []
    for draft in drafts:
        if draft.key in seen:
            faults.append(Fault(draft.at, "The request has a price of this symbol and day already."))
        seen.add(draft.key)
    if faults:
        raise Refusal(Ground.INVALID, "PRICE_REPEATED", "A symbol has one price for a day.", faults=tuple(faults))


def _require_equal(drafts: Sequence[PriceDraft], known: Mapping[PriceKey, SettlementPrice]) -> None:
    differing = [draft for draft in drafts if draft.key in known and known[draft.key].price != draft.price]
    if differing:
        raise Refusal(
            Ground.CONFLICT,
            "PRICE_DIFFERS",
            "Another price of this symbol and day is published already.",
            faults=tuple(Fault(draft.at, "Another price is published.") for draft in differing),
            facts={"published": [known[draft.key].shown() for draft in differing]},
        )


def _made(draft: PriceDraft, now: int) -> SettlementPrice:
    return SettlementPrice(
        symbol=draft.symbol, date=draft.date, price=draft.price, source=draft.source, recorded_at=now
    )


def _event(price: SettlementPrice, *, is_new: bool) -> Further:
    entity_id = f"{price.symbol}/{price.date.isoformat()}"
    return Further(
        "PUBLISH_PRICE", EntityType.PRICE, entity_id, before=None if is_new else price.shown(), after=price.shown()
    )
