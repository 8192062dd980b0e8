"""A terminal whose key is guessed at: a dozen guesses are told of; a flood keeps it out from its next request on, until
a second person lets it in; all of it sealed.

One stack blocks a POS and two accounts in an hour, as long as it has few actors; each run of the tests takes one of
each.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from infra.local.stack_file import Stack
from lacre.model.api_key import SECRET_BYTES, new_key, read_key
from tests.e2e.conftest import ClientFrom, Login
from tests.e2e.investigators import REASON, Investigators, told_in_full
from tests.e2e.walkers import Walkers

ALERTING, BLOCKING = "api_key_refused_repeatedly", "api_key_flood"
A_DOZEN = dict.fromkeys(("192.0.2.71", "192.0.2.74"), 6)
A_FLOOD = {f"192.0.2.{host}": 5 for host in range(81, 94)}
"""Guesses by address: beyond twenty in a minute one has only their sum."""

LISTING = "/v1/transactions"


@dataclass(frozen=True)
class Terminal:
    id: str
    client: httpx2.Client

    def refused(self) -> str:
        """The event of a request with the right key that is answered as blocked."""
        answer = self.client.get(LISTING)
        assert (answer.status_code, answer.json()["code"]) == (403, "ACTOR_BLOCKED"), answer.text
        return answer.headers["X-Correlation-Id"]


def terminal(walkers: Walkers) -> Terminal:
    walking = walkers("POS")
    (key,) = walking.credentials
    presented = read_key(key)
    assert presented is not None
    return Terminal(presented.holder_id, walking.client)


def guess_key(client_from: ClientFrom, guesses: Mapping[str, int], pos: Terminal) -> None:
    for address, times in guesses.items():
        thief = client_from(address)
        for _ in range(times):
            wrong = new_key("pos", pos.id, secrets.token_bytes(SECRET_BYTES))
            assert thief.get(LISTING, headers={"X-Api-Key": wrong}).status_code == 401


def test_a_terminal_whose_key_was_guessed_at(stack: Stack, login: Login, client_from: ClientFrom) -> None:
    who = Investigators(stack, login("ADMIN"), login("AUDITOR"))
    walkers = Walkers(login, client_from)
    pos, other = terminal(walkers), terminal(walkers)
    assert pos.client.get(LISTING).status_code == 200

    guess_key(client_from, A_DOZEN, other)
    assert who.alert_of(ALERTING, other.id)["block_id"] is None
    guess_key(client_from, A_FLOOD, pos)
    alert = who.alert_of(BLOCKING, pos.id)
    refused = {pos.refused()}
    assert other.client.get(LISTING).status_code == 200
    block = who.block_of(pos.id)
    assert (block["id"], block["rule"], block["actor_type"]) == (alert["block_id"], BLOCKING, "POS")

    # Who holds only the key is nobody to those who look into alerts; an auditor reads, and lets nobody in.
    assert who.unblock(block["id"], pos.client).status_code == 401
    assert who.unblock(block["id"], who.auditor).status_code == 403
    refused.add(pos.refused())
    undone = who.unblock(block["id"], who.admin).raise_for_status().json()
    assert (undone["state"], undone["undone_reason"]) == ("UNDONE", REASON)
    assert pos.client.get(LISTING).status_code == 200

    assert who.acknowledge(alert["id"])["status"] == "acknowledged"
    closed = who.close(alert["id"])
    assert (closed["status"], closed["disposition"]) == ("closed", "true")
    told_in_full(who, alert, pos.id, refused)
