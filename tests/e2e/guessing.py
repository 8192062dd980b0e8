"""Accounts to attack, and those who guess at their PIN."""

import secrets
import time
from dataclasses import dataclass
from string import ascii_lowercase

import httpx2

from identity.model.attempts import FREE, LOCKING, Attempts
from infra.local.people import other_pin, settle_in
from tests.e2e.routes import PERSON

PIN = "271828"
WRONG = "000000"
# By so much a guess comes later than it may at the earliest.
MARGIN_SECONDS = 0.25


@dataclass(frozen=True)
class Account:
    id: str
    username: str
    pin: str = PIN


@dataclass(frozen=True)
class SignedIn:
    """An account, and its owner's session."""

    account: Account
    client: httpx2.Client


@dataclass(frozen=True)
class Guessed:
    """An agent whom somebody locked out, and an account that somebody came in to after a burst; moments: monotonic."""

    agent: SignedIn
    locked_at: float
    came_in: Account
    came_in_at: float


def new_username() -> str:
    # Of letters alone: six digits in a row look like a PIN and are refused.
    return "".join(secrets.choice(ascii_lowercase) for _ in range(10))


def create_account(admin: httpx2.Client) -> Account:
    """One that nobody has logged in to."""
    person = {**PERSON, "username": new_username(), "role": "TRADER", "pin": PIN}
    answer = admin.post("/v1/users", json=person).raise_for_status().json()
    return Account(answer["id"], answer["username"])


def create_agent(admin: httpx2.Client, client: httpx2.Client) -> SignedIn:
    """An agent who has chosen a PIN and goes on as `client`."""
    body = {**PERSON, "username": new_username(), "phone": "+258840000009"}
    agent = admin.post("/v1/agents", json=body).raise_for_status().json()
    given = agent["account"]["pin"]
    account = Account(agent["account_id"], body["username"], other_pin(given))
    token = settle_in(client, account.username, given, account.pin)["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return SignedIn(account, client)


def guess(client: httpx2.Client, username: str, times: int) -> None:
    for _ in range(times):
        answer = client.post("/v1/auth/login", json={"username": username, "pin": WRONG})
        assert answer.status_code == 401, answer.text


def guess_until_locked(client: httpx2.Client, username: str) -> None:
    """As fast as the login allows, which is half a minute."""
    attempts = Attempts()
    for _ in range(LOCKING):
        time.sleep(attempts.wait_ms(_now()) / 1000 + MARGIN_SECONDS)
        guess(client, username, 1)
        attempts = attempts.one_more(_now())


def guess_twice(admin: httpx2.Client, owner: httpx2.Client, thief: httpx2.Client) -> Guessed:
    """At the PIN of an agent, who goes on as `owner`, and at another one, the right one at last."""
    agent, came_in = create_agent(admin, owner), create_account(admin)
    guess(thief, came_in.username, FREE)
    thief.post("/v1/auth/login", json={"username": came_in.username, "pin": came_in.pin}).raise_for_status()
    came_in_at = time.monotonic()
    guess_until_locked(thief, agent.account.username)
    locked_at = time.monotonic()
    assert owner.get("/v1/pos").status_code == 200, "nobody is blocked before it is certain"
    return Guessed(agent, locked_at, came_in, came_in_at)


def _now() -> int:
    return time.time_ns() // 1_000_000
