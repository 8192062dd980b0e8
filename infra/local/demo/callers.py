"""Callers of the running stack's API, each from an address of their own."""

import time
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2

from infra.local.demo.acts import CHANGE_PIN, LOG_IN, LOG_OUT, MISTYPE, REFRESH, Act
from infra.local.demo.tally import Tally
from infra.local.errors import LocalError

TIMEOUT_SECONDS = 30
REFRESHED_AHEAD_SECONDS = 120


class UnexpectedAnswerError(LocalError):
    """The API did not answer as the demo tells it should."""


@dataclass(frozen=True)
class Api:
    """The API at `url`, without a slash at its end."""

    url: str
    client: httpx2.Client
    tally: Tally


def api_at(url: str) -> Api:
    return Api(url, httpx2.Client(timeout=TIMEOUT_SECONDS, trust_env=False), Tally())


@dataclass
class Caller:
    """A person with a user name and a PIN, or a machine with an API key, at an address."""

    api: Api
    address: str
    username: str = ""
    pin: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    stale_at: float = 0.0

    def log_in(self) -> None:
        """Log in. Raises UnexpectedAnswerError."""
        self._begin(self.act(LOG_IN, {"username": self.username, "pin": self.pin}))

    def settle_in(self, own: str) -> None:
        """The first login by a PIN that somebody else gave, and another one in its place."""
        self.log_in()
        self.change_pin(own)

    def mistype(self, act: Act = MISTYPE) -> None:
        """Try to log in with a PIN that is not the own."""
        wrong = "000000" if self.pin != "000000" else "111111"
        self.act(act, {"username": self.username, "pin": wrong})

    def change_pin(self, new: str) -> None:
        """Put another PIN in the place of the own."""
        self.act(CHANGE_PIN, {"old_pin": self.pin, "new_pin": new})
        self.pin = new

    def refresh(self) -> None:
        """Go on with a fresh access token."""
        self.stale_at = 0.0
        self._begin(self.act(REFRESH, {"refresh_token": self.refresh_token}))

    def log_out(self) -> "Caller":
        """End the session; somebody who still has its token."""
        thief = replace(self, stale_at=0.0)
        self.act(LOG_OUT)
        self.token = self.refresh_token = ""
        self.stale_at = 0.0
        return thief

    def act(self, act: Act, body: Any = None, *ids: str, version: int | None = None, key: str | None = None) -> Any:
        """Do it; the JSON of the answer. `version` goes into If-Match, `key` into Idempotency-Key.

        Raises UnexpectedAnswerError for an answer that is not the act's.
        """
        if self.stale_at and time.monotonic() > self.stale_at:
            self.refresh()
        headers = {"If-Match": f'"{version}"' if version is not None else None, "Idempotency-Key": key}
        sent = {name: value for name, value in headers.items() if value is not None}
        answer = self.expect(act.status, act.method, act.path.format(*ids), body, **sent)
        self.api.tally.note(act.what, act.codes, answer.headers["X-Correlation-Id"])
        return answer.json() if answer.content else {}

    def expect(self, status: int, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        """One request whose answer has to have this status. Raises UnexpectedAnswerError."""
        answer = self.send(method, path, body, **headers)
        if answer.status_code != status:
            raise UnexpectedAnswerError(f"{method} {path} answered {answer.status_code}, not {status}: {answer.text}")
        return answer

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        """One request. The local gateway takes the first X-Forwarded-For address for the caller's."""
        sent = {"X-Forwarded-For": self.address, **headers}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if self.api_key:
            sent["X-Api-Key"] = self.api_key
        return self.api.client.request(method, self.api.url + path, json=body, headers=sent)

    def _begin(self, answer: dict[str, Any]) -> None:
        self.token, self.refresh_token = answer["access_token"], answer["refresh_token"]
        self.stale_at = time.monotonic() + answer["expires_in"] - REFRESHED_AHEAD_SECONDS
