"""The API with people of every role in it, entities in every place, and a cheap way to ask for anything as anybody."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lacre.model.header import Header
from tests.api.cloud import Cloud
from tests.api.gateway import Answer, Request, encoded, send
from tests.api.operation import Asked, Caller, Json, Operation, Where
from tests.api.targets import Target

FORM_PURPOSE = b"lacre console form v1"
"""What the token of a form is made for, by the session's own."""


@dataclass(frozen=True)
class Recorded:
    """An event, as it is stored."""

    header: Header
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """An answer, and the events that the request left, in order."""

    answer: Answer
    events: tuple[Recorded, ...]

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def only(self) -> Recorded:
        (event,) = self.events
        return event

    @property
    def own(self) -> Recorded:
        """The event of the request itself: what else the action did is told without the request."""
        (event,) = [one for one in self.events if one.body["request"] is not None]
        return event

    @property
    def recorded(self) -> list[tuple[str, str]]:
        return [(one.header.action, one.header.outcome.value) for one in self.events]


@dataclass
class World:
    """`credentials` are the headers by caller, `accounts` the ids of callers' users, POS and producers."""

    cloud: Cloud
    credentials: dict[Caller, Mapping[str, str]] = field(default_factory=lambda: {Caller.ANONYMOUS: {}})
    accounts: dict[Caller, str] = field(default_factory=dict)
    targets: dict[Where, Target] = field(default_factory=dict)
    refresh_tokens: dict[Caller, str] = field(default_factory=dict)

    def restore(self) -> None:
        self.cloud.restore()

    def send(self, function: str, request: Request) -> Answer:
        return send(self.cloud.handlers[function], request)

    def tell(self, function: str, request: Request) -> Told:
        """The answer, and what was recorded meanwhile."""
        before = {row["id"]["S"] for row in self.cloud.rows("events")}
        answer = self.send(function, request)
        return Told(answer, self.events(without=before))

    def events(self, without: set[str] | frozenset[str] = frozenset()) -> tuple[Recorded, ...]:
        rows = [row for row in self.cloud.rows("events") if row["id"]["S"] not in without]
        found = [Recorded(Header.decode(row["header"]["S"].encode()), json.loads(row["body"]["S"])) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.header.recorded_at, one.header.id)))

    def request(
        self,
        operation: Operation,
        caller: Caller | None = None,
        where: Where = Where.OWN,
        *,
        body: object = ...,
        headers: Mapping[str, str] | None = None,
        ids: Mapping[str, str] | None = None,
    ) -> Request:
        """The operation's request, acceptable but for what is given: another body, headers (an empty one is left out)
        or ids in the path."""
        caller = caller or operation.canonical_caller
        target = self.targets[where]
        content, typed = self._body(operation, Asked(target, caller, where), body)
        sent = {**typed, **self._credentials(operation, caller), **self._match(operation, target), **(headers or {})}
        named = Target(target.place, {**target.ids, **(ids or {})})
        return Request(
            operation.method,
            operation.concrete(named),
            {name: value for name, value in sent.items() if value},
            operation.asked(named),
            content,
        )

    def ask(self, operation: Operation, caller: Caller | None = None, where: Where = Where.OWN, **other: Any) -> Told:
        return self.tell(operation.function, self.request(operation, caller, where, **other))

    def _body(self, operation: Operation, asked: Asked, given: object) -> tuple[bytes, Mapping[str, str]]:
        if isinstance(given, bytes):
            return given, {"Content-Type": "application/json"}
        if given is ...:
            if operation.body is None:
                return b"", {}
            given = {**self._own_form(operation, asked.caller), **operation.body(asked)}
        elif given and isinstance(given, dict):
            given = {**self._own_form(operation, asked.caller), **given}
        return encoded(given, is_form=operation.is_page)

    def _own_form(self, operation: Operation, caller: Caller) -> Json:
        """What the forms of a caller's own pages carry."""
        if not operation.is_page or operation.is_public:
            return {}
        token = self.credentials[caller].get("Authorization", "").removeprefix("Bearer ")
        return {"csrf": hmac.new(token.encode(), FORM_PURPOSE, "sha256").hexdigest()}

    def _credentials(self, operation: Operation, caller: Caller) -> Mapping[str, str]:
        """Pages take the token in their cookie."""
        if operation.is_public:
            return {}
        own = self.credentials[caller]
        if operation.is_page and "Authorization" in own:
            return {"Cookie": f"lacre_session={own['Authorization'].removeprefix('Bearer ')}"}
        return own

    def _match(self, operation: Operation, target: Target) -> Mapping[str, str]:
        if not operation.is_versioned:
            return {}
        return {"If-Match": target.tags[self._entity(operation, target)]}

    def _entity(self, operation: Operation, target: Target) -> str:
        assert operation.entity is not None
        return target[operation.stands_for.get(operation.entity, operation.entity)]

    def entity_of(self, operation: Operation, where: Where, answer: Answer) -> str | None:
        """The id that the event is about, where the operation tells it."""
        match operation.entity:
            case None | "*":
                return operation.entity
            case "answer":
                found: Json = answer.json
                return str(found["id"])
            case _:
                return self._entity(operation, self.targets[where])
