"""The demo people: one of every role, clerks in two districts, created through the API like anybody else."""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import httpx2

from infra.local.errors import SeedError

PROVINCE = "Zambezia"
PIN_DIGITS = 6
# The first call of a function loads it.
TIMEOUT_SECONDS = 30


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
        credentials = {"username": admin.username, "pin": admin.pin}
        _post(client, "/v1/bootstrap", {"secret": secret, **credentials})
        token = _post(client, "/v1/auth/login", credentials)["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        for person in others:
            _post(client, "/v1/users", asdict(person))
        client.post("/v1/auth/logout")


def _post(client: httpx2.Client, path: str, body: dict[str, str]) -> dict[str, str]:
    answer = client.post(path, json=body)
    if not answer.is_success:
        raise SeedError(f"POST {path} was answered {answer.status_code}: {answer.text}")
    content: dict[str, str] = answer.json()
    return content


def _person(role: str, username: str, name: str, district: str) -> Person:
    return Person(role, username, name, district, _pin())


def _pin() -> str:
    return next(pin for pin in _pins() if len(set(pin)) == PIN_DIGITS)


def _pins() -> Iterator[str]:
    while True:
        yield f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
