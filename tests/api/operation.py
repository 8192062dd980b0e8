"""How one operation of the API is described: what is asked, by whom it may be, and what is recorded of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.api.targets import Target

Json = dict[str, Any]


class Caller(StrEnum):
    """Who asks: nobody known, a person of each role, a POS and a producer with their keys."""

    ANONYMOUS = "anonymous"
    ADMIN = "ADMIN"
    AUDITOR = "AUDITOR"
    SUPERVISOR = "SUPERVISOR"
    FUNCIONARIO = "FUNCIONARIO"
    AGENT = "AGENT"
    MERCHANT = "MERCHANT"
    TRADER = "TRADER"
    RISK_MANAGER = "RISK_MANAGER"
    POS = "POS"
    PRODUCER = "PRODUCER"


class Where(StrEnum):
    """What is asked for, as seen by the caller, who belongs to the district Centro of Nampula."""

    OWN = "own"
    DISTRICT = "own district"
    PROVINCE = "other district"
    ELSEWHERE = "other province"


class Span(StrEnum):
    """How far a caller's right to an operation goes."""

    EVERYWHERE = "everywhere"
    PROVINCE = "province"
    DISTRICT = "district"
    OWN = "own"

    def covers(self, where: Where) -> bool:
        return list(Where).index(where) <= _REACHES[self]


_REACHES = {Span.OWN: 0, Span.DISTRICT: 1, Span.PROVINCE: 2, Span.EVERYWHERE: 3}

PERSONS: tuple[Caller, ...] = tuple(one for one in Caller if one not in (Caller.ANONYMOUS, Caller.POS, Caller.PRODUCER))

OFFICIALS = {Caller.ADMIN: Span.EVERYWHERE, Caller.SUPERVISOR: Span.PROVINCE, Caller.FUNCIONARIO: Span.DISTRICT}
HEADS = {Caller.ADMIN: Span.EVERYWHERE, Caller.SUPERVISOR: Span.PROVINCE}
ADMIN = {Caller.ADMIN: Span.EVERYWHERE}
READERS = {Caller.ADMIN: Span.EVERYWHERE, Caller.AUDITOR: Span.EVERYWHERE}
OWN_AGENT = {Caller.AGENT: Span.OWN}
OWN_MERCHANT = {Caller.MERCHANT: Span.OWN}
OWN_POS = {Caller.POS: Span.OWN}
TRADERS = {Caller.TRADER: Span.EVERYWHERE}
VALUERS = {Caller.AUDITOR: Span.EVERYWHERE, Caller.RISK_MANAGER: Span.EVERYWHERE}
"""Who sees the hedge desk's figures."""
OF_THE_DESK = {**VALUERS, **TRADERS}
EVERY_PERSON: Mapping[Caller, Span] = dict.fromkeys(PERSONS, Span.EVERYWHERE)


@dataclass(frozen=True)
class Asked:
    """What a body is made for."""

    target: Target
    caller: Caller
    where: Where = Where.OWN


@dataclass(frozen=True)
class Operation:
    """One operation, as the contract of the API has it.

    `reach` says who may and how far; empty, it is open to anybody. `entity` is the path parameter with the id that the
    event is about, or the target's id where the path has none, `answer` where the answer tells it, `*` for a list, else
    None. `body` makes one that is accepted; `query` has the target's ids where it names them like a path.
    `is_placed` is set where the place of what is asked for decides. `stands_for` names the target's id that a path
    parameter stands for, where it has another name. `failure` is what a failure is recorded as, where that is another
    action, `further` the other codes that a request may leave; `is_done_before` is set for what is done only once.
    """

    function: str
    method: str
    path: str
    action: str
    entity_type: str
    entity: str | None = None
    reach: Mapping[Caller, Span] = field(default_factory=dict)
    status: int = 200
    body: Callable[[Asked], Json] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    is_versioned: bool = False
    is_placed: bool = False
    is_page: bool = False
    stands_for: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""
    further: tuple[str, ...] = ()
    is_done_before: bool = False

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[str]:
        """The names in the path."""
        return re.findall(r"{(\w+)}", self.path)

    def concrete(self, target: Target) -> str:
        """The path with the target's ids in it."""
        return self._filled(self.path, target)

    def asked(self, target: Target) -> Mapping[str, str]:
        """The query with the target's ids in it."""
        return {name: self._filled(value, target) for name, value in self.query.items()}

    def _filled(self, text: str, target: Target) -> str:
        return re.sub(r"{(\w+)}", lambda found: target[self.stands_for.get(found[1], found[1])], text)

    @property
    def is_public(self) -> bool:
        return not self.reach

    @property
    def mutates(self) -> bool:
        return self.method != "GET"

    @property
    def failed(self) -> str:
        """What a failure is recorded as."""
        return self.failure or self.action

    @property
    def canonical_caller(self) -> Caller:
        """The first who may, as the matrix lists them."""
        return next((caller for caller in Caller if caller in self.reach), Caller.ANONYMOUS)

    @property
    def wheres(self) -> tuple[Where, ...]:
        return tuple(Where) if self.is_placed else (Where.OWN,)
