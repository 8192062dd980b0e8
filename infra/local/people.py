"""The demo people: one of every role, clerks in two districts, created through the API like anybody else.

All but the first log in by a PIN that the administrator knows, and choose their own.
"""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import httpx2

from infra.local.errors import SeedError

PROVINCE = "Zambezia"
PIN_DIGITS = 6
# The first call of a function loads it.
TIMEOUT_SECONDS = 60

_OF_THE_NETWORK = {"AGENT": "/v1/agents", "MERCHANT": "/v1/merchants"}
_PHONE = "+258840000001"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can log in. The PIN is chosen anew by each run."""

    role: str
    username: str
    name: str
    district: str
    pin: str
    province: str = PROVINCE


def demo_people() -> tuple[Person, ...]:
    """One person a role, and a second clerk in another district. The first is the first administrator."""
    return (
        _person("ADMIN", "admin", "Ana Administradora", "Quelimane"),
        _person("AUDITOR", "auditor", "Artur Auditor", "Quelimane"),
        _person("SUPERVISOR", "supervisor", "Sonia Supervisora", "Quelimane"),
        _person("FUNCIONARIO", "clerk", "Filipe Funcionario", "Quelimane"),
        _person("FUNCIONARIO", "clerk-mocuba", "Fatima Funcionaria", "Mocuba"),
        _person("AGENT", "agent", "Alberto Agente", "Quelimane"),
        _person("MERCHANT", "merchant", "Marta Mercadora", "Quelimane"),
        _person("TRADER", "trader", "Tomas Trader", "Quelimane"),
        _person("RISK_MANAGER", "risk", "Rita Risco", "Quelimane"),
    )


def seed(api: str, secret: str, people: tuple[Person, ...]) -> None:
    """Makes the first person the administrator with the one-time secret, who then creates the others.

    Raises SeedError with the API's own words when it refuses.
    """
    admin, *others = people
    with httpx2.Client(base_url=api, timeout=TIMEOUT_SECONDS, trust_env=False) as client:
        _post(client, "/v1/bootstrap", {"secret": secret, "username": admin.username, "pin": admin.pin})
        token = _log_in(client, admin.username, admin.pin)["access_token"]
        for person in others:
            own = settle_in(client, person.username, _made(client, person, token), person.pin)
            _post(client, "/v1/auth/logout", None, own["access_token"])
        _post(client, "/v1/auth/logout", None, token)


def settle_in(client: httpx2.Client, username: str, given: str, own: str) -> dict[str, Any]:
    """The first login of somebody who was given a PIN, and chooses the own one; its tokens, which stay good.

    Raises SeedError with the API's own words when it refuses.
    """
    tokens: dict[str, Any] = _log_in(client, username, given)
    _post(client, "/v1/auth/pin", {"old_pin": given, "new_pin": own}, tokens["access_token"])
    return tokens


def other_pin(own: str) -> str:
    """A PIN that is good, and not this one."""
    return next(pin for pin in _good_pins() if pin != own)


def _made(client: httpx2.Client, person: Person, token: str) -> str:
    """The PIN that somebody begins with: chosen by the administrator, or shown with an agent or a merchant."""
    path = _OF_THE_NETWORK.get(person.role)
    told = asdict(person)
    if path is None:
        given = other_pin(person.pin)
        _post(client, "/v1/users", {**told, "pin": given}, token)
        return given
    body = {name: told[name] for name in ("name", "province", "district", "username")} | {"phone": _PHONE}
    shown: str = _post(client, path, body, token)["account"]["pin"]
    return shown


def _log_in(client: httpx2.Client, username: str, pin: str) -> Any:
    return _post(client, "/v1/auth/login", {"username": username, "pin": pin})


def _post(client: httpx2.Client, path: str, body: dict[str, str] | None, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.post(path, json=body, headers=headers)
    if not answer.is_success:
        raise SeedError(f"POST {path} was answered {answer.status_code}: {answer.text}")
    return answer.json() if answer.content else None


def _person(role: str, username: str, name: str, district: str) -> Person:
    return Person(role, username, name, district, next(_good_pins()))


def _good_pins() -> Iterator[str]:
    # All digits equal, or all different and in a row, is refused as too easy.
    return (pin for pin in _pins() if 1 < len(set(pin)) < PIN_DIGITS)


def _pins() -> Iterator[str]:
    while True:
        yield f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
