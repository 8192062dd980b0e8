"""What has been made of a district: the ids and versions that the API gave, and the callers who act in it."""

from dataclasses import dataclass, field

from infra.local.demo.callers import Caller
from infra.local.demo.plan import Plan


@dataclass
class Made:
    """An entity, at the version that it is known to have."""

    id: str
    version: int


@dataclass
class Owner(Made):
    """An agent or a merchant, with the account that came with it."""

    account_id: str
    caller: Caller


@dataclass
class Terminal(Made):
    """A POS, which calls by its key, and the agent who runs it."""

    number: int
    caller: Caller
    agent: Owner
    is_limited: bool


@dataclass
class District:
    """One district: all that happens in it is done by one thread, in order."""

    plan: Plan
    index: int
    name: str
    clerk: Caller
    markets: list[Made] = field(default_factory=list)
    merchants: list[Owner] = field(default_factory=list)
    agents: list[Owner] = field(default_factory=list)
    terminals: list[Terminal] = field(default_factory=list)


@dataclass
class Province:
    """The districts, and who acts in more than one of them. `temp_id` is the user of somebody who does not stay."""

    plan: Plan
    admin: Caller
    supervisor: Caller
    temp: Caller
    temp_id: str
    producer: Caller
    producer_id: str
    districts: list[District]
