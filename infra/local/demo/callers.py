"""Callers of the running stack's API, each from an address of their own."""

from dataclasses import dataclass
from typing import Any

import httpx2

from infra.local.errors import LocalError
from infra.local.stack_file import Stack

TIMEOUT_SECONDS = 30


class UnexpectedAnswerError(LocalError):
    """The API did not answer as the demo tells it should."""


@dataclass
class Caller:
    """A person at an address; `token` once logged in."""

    stack: Stack
    username: str
    address: str
    token: str = ""

    def log_in(self, pin: str | None = None) -> int:
        """Log in with the demo PIN, or with another; the answer's status."""
        answer = self.send("POST", "/v1/auth/login", {"username": self.username, "pin": pin or self._pin()})
        if answer.status_code == 200:
            self.token = answer.json()["access_token"]
        return answer.status_code

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        """One request. The local gateway takes the first X-Forwarded-For address for the caller's."""
        sent = {"X-Forwarded-For": self.address, **{name.replace("_", "-"): text for name, text in headers.items()}}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        url = self.stack["api"] + path
        return httpx2.request(method, url, json=body, headers=sent, timeout=TIMEOUT_SECONDS, trust_env=False)

    def expect(self, status: int, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request whose answer has to have this status; its JSON. Raises UnexpectedAnswerError."""
        answer = self.send(method, path, body, **headers)
        if answer.status_code != status:
            raise UnexpectedAnswerError(f"{method} {path} answered {answer.status_code}, not {status}: {answer.text}")
        return answer.json()

    def _pin(self) -> str:
        return next(user["pin"] for user in self.stack["users"] if user["username"] == self.username)
