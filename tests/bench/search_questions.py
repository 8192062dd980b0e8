"""The questions that are measured: filters alone and in pairs, with values of many events and with rare ones."""

from collections.abc import Callable
from dataclasses import dataclass

from lacre.model.partition import entity_key
from lacre.ports.events import Index
from tests.bench.search_hours import DAYS
from tests.bench.search_values import Asked, Values

INDEXED_MS, UNINDEXED_MS = 200, 1_000


@dataclass(frozen=True)
class Question:
    """`index` is the one that serves it; `is_indexed`: by itself, so nothing is read in vain. `days`: its period."""

    name: str
    index: Index
    is_indexed: bool
    ask: Callable[[Values], Asked]
    days: int = DAYS

    @property
    def target(self) -> int:
        return INDEXED_MS if self.is_indexed else UNINDEXED_MS


def _entity(values: Values) -> Asked:
    found = values.header(lambda one: entity_key(one.entity_type, one.entity_id) is not None)
    return {"entity_type": str(found.entity_type), "entity_id": found.entity_id}


def _busy_entity(values: Values) -> Asked:
    return {"entity_type": "AGENT", "entity_id": values.busy_person("FUNCIONARIO").own[0]}


def _correlation(values: Values) -> Asked:
    return {"correlation_id": values.header(lambda one: one.correlation_id != one.id).correlation_id}


def _critical(_: Values) -> Asked:
    return {"only_critical": "true"}


def _of_a_day(values: Values) -> Asked:
    return values.period(1)


def _of_a_week(values: Values) -> Asked:
    return values.period(7)


def _network(values: Values) -> Asked:
    return {"ip": values.chance.choice(("203.0.113.0/24", "198.51.100.128/25", "192.0.2.0/28", "2001:db8:3::/48"))}


def _only(name: str) -> Callable[[Values], Asked]:
    return lambda values: {name: values.frequent(name)}


def _rare(name: str) -> Callable[[Values], Asked]:
    return lambda values: {name: values.rare(name)}


def _both(*asking: Callable[[Values], Asked]) -> Callable[[Values], Asked]:
    return lambda values: {name: value for ask in asking for name, value in ask(values).items()}


def _ip(values: Values) -> Asked:
    return {"ip": values.frequent("ip_address")}


def _rare_ip(values: Values) -> Asked:
    return {"ip": values.rare("ip_address")}


def _busy_actor(values: Values) -> Asked:
    return {"actor_id": values.busy_person("AGENT").actor.id}


def _text(*words: str) -> Callable[[Values], Asked]:
    return lambda values: {"text": values.chance.choice(words)}


INDEXED = (
    Question("none", Index.TIME, True, lambda _: {}),
    Question("period of a day", Index.TIME, True, _of_a_day),
    Question("actor, busy", Index.ACTOR, True, _busy_actor),
    Question("actor, quiet", Index.ACTOR, True, lambda values: {"actor_id": values.quiet_person("AGENT").actor.id}),
    Question("entity type and id", Index.ENTITY, True, _entity),
    Question("entity type and id, busy", Index.ENTITY, True, _busy_entity),
    Question("entity id alone", Index.ENTITY, True, lambda values: {"entity_id": _entity(values)["entity_id"]}),
    Question("entity and period of a week", Index.ENTITY, True, _both(_busy_entity, _of_a_week)),
    Question("correlation", Index.CORRELATION, True, _correlation),
    Question("only critical", Index.CRITICAL, True, _critical),
    Question("severity CRITICAL", Index.CRITICAL, True, lambda _: {"severity": "CRITICAL"}),
    Question("critical, a day", Index.CRITICAL, True, _both(_critical, _of_a_day)),
)
UNINDEXED = (
    Question("action, frequent", Index.TIME, False, _only("action")),
    Question("action, rare", Index.TIME, False, _rare("action")),
    Question("outcome DENIED", Index.TIME, False, lambda _: {"outcome": "DENIED"}),
    Question("outcome FAILED", Index.TIME, False, lambda _: {"outcome": "FAILED"}),
    Question("province", Index.TIME, False, _only("province")),
    Question("district, frequent", Index.TIME, False, _only("district")),
    Question("district, rare", Index.TIME, False, _rare("district")),
    Question("ip, frequent", Index.TIME, False, _ip),
    Question("ip, rare", Index.TIME, False, _rare_ip),
    Question("network (CIDR)", Index.TIME, False, _network),
    Question("session", Index.TIME, False, _rare("session_id")),
    Question("role", Index.TIME, False, _only("actor_role")),
    Question("event type", Index.TIME, False, _rare("event_type")),
    Question("severity HIGH", Index.TIME, False, lambda _: {"severity": "HIGH"}),
    Question("text, frequent", Index.TIME, False, _text("receipt", "transaction", "Ana", "logged in")),
    Question("text, rare", Index.TIME, False, _text("Graça Zandamela", "contract", "another district")),
    Question("text that nothing has", Index.TIME, False, _text("no such words", "nada disto")),
    Question("district and action", Index.TIME, False, _both(_rare("district"), _rare("action"))),
    Question("ip and outcome", Index.TIME, False, _both(_rare_ip, lambda _: {"outcome": "DENIED"})),
    Question("actor and action", Index.ACTOR, False, _both(_busy_actor, _rare("action"))),
    Question("actor and text", Index.ACTOR, False, _both(_busy_actor, _text("printed", "cancelled"))),
    Question("critical and province", Index.CRITICAL, False, _both(_critical, _only("province"))),
    Question("text and province", Index.TIME, False, _both(_text("Graça", "contract"), _only("province"))),
    Question("district and period of a week", Index.TIME, False, _both(_rare("district"), _of_a_week), days=7),
)
QUESTIONS = INDEXED + UNINDEXED
