"""The demo people: one of every role, clerks in two districts, created through the API like anybody else.

The agent and the merchant come with accounts whose PIN is shown once: they log in by it and choose another.
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
TIMEOUT_SECONDS = 30

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
        token = _log_in(client, admin.username, admin.pin)
        for person in others:
            path = _OF_THE_NETWORK.get(person.role)
            if path is None:
                _post(client, "/v1/users", asdict(person), token)
            else:
                _enrol(client, path, person, token)
        _post(client, "/v1/auth/logout", None, token)


def _enrol(client: httpx2.Client, path: str, person: Person, token: str) -> None:
    """An agent or a merchant, who then changes the PIN that was shown."""
    told = asdict(person)
    body = {name: told[name] for name in ("name", "province", "district", "username")} | {"phone": _PHONE}
    one_time = _post(client, path, body, token)["account"]["pin"]
    own = _log_in(client, person.username, one_time)
    _post(client, "/v1/auth/pin", {"old_pin": one_time, "new_pin": person.pin}, own)
    _post(client, "/v1/auth/logout", None, own)


def _log_in(client: httpx2.Client, username: str, pin: str) -> str:
    token: str = _post(client, "/v1/auth/login", {"username": username, "pin": pin})["access_token"]
    return token


def _post(client: httpx2.Client, path: str, body: dict[str, str] | None, token: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.post(path, json=body, headers=headers)
    if not answer.is_success:
        raise SeedError(f"POST {path} was answered {answer.status_code}: {answer.text}")
    return answer.json() if answer.content else None


def _person(role: str, username: str, name: str, district: str) -> Person:
    return Person(role, username, name, district, _pin())


def _pin() -> str:
    # All digits equal, or all different and in a row, is refused as too easy.
    return next(pin for pin in _pins() if 1 < len(set(pin)) < PIN_DIGITS)


def _pins() -> Iterator[str]:
    while True:
        yield f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
