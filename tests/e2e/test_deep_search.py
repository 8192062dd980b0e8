"""A deep search as an auditor gets it: asked for, waited for, and the same events as the ordinary search finds."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from infra.local.stack_file import Stack
from tests.e2e.conftest import ClientFrom, Login
from tests.e2e.guessing import new_username
from tests.e2e.patience import eventually
from tests.e2e.thieves import Credentials

DEEP_SEARCHES, EVENTS = "/v1/audit/deep-searches", "/v1/audit/events"
SECONDS = 60.0
OTHERS = ("FUNCIONARIO", "SUPERVISOR", "TRADER", "RISK_MANAGER")
LETTERS = str.maketrans("0123456789", "ghijklmnop")

ClientOf = Callable[[str], Any]
Json = dict[str, Any]


@pytest.fixture(scope="module")
def root(stack: Stack) -> ClientOf:
    credentials = Credentials(stack)
    return lambda service: credentials.client(credentials.root, service)


@pytest.fixture(scope="module")
def auditor(login: Login) -> httpx2.Client:
    return login("AUDITOR")


NAMES = ("{word} Ação d'Água", '{word} "STRASSE" ﬁm', "{word} -- '; DROP 100%_")
ADDRESSES = ("192.0.2.70", "192.0.2.7", "2001:db8::7")


@dataclass(frozen=True)
class Made:
    """Events with awkward names, sealed and compacted, and the moment of one that came after them."""

    word: str
    ids: Sequence[str]
    until: str


@pytest.fixture(scope="module")
def made(stack: Stack, login: Login, client_from: ClientFrom, root: ClientOf, auditor: httpx2.Client) -> Made:
    admin, word = login("ADMIN", address="192.0.2.77"), f"word{uuid4().hex[:8].translate(LETTERS)}"
    producer = {"username": new_username(), "name": "Mesa de Cobertura", "role": "PRODUCER"}
    key = admin.post("/v1/users", json=producer).raise_for_status().json()["api_key"]
    ids = [str(uuid4()) for _ in NAMES]
    batch = [
        {
            **{"id": event_id, "sequence": number, "action": "CREATE_ORDER", "ip_address": address},
            "actor": {"type": "TRADER", "id": "desk-trader", "name": name.format(word=word), "role": "TRADER"},
            "entity": {"type": "ORDER", "id": f"order-{word}"},
        }
        for number, (event_id, name, address) in enumerate(zip(ids, NAMES, ADDRESSES, strict=True), 1)
    ]
    desk = client_from("192.0.2.78")
    told = desk.post(EVENTS, json={"events": batch}, headers={"X-Api-Key": key}).raise_for_status().json()
    assert [one["status"] for one in told["results"]] == [201] * len(ids), told
    last = admin.get("/v1/agents").raise_for_status().headers["X-Correlation-Id"]
    for event_id in (*ids, last):
        eventually(partial(_is_sealed, auditor, event_id))
    answer = root("lambda").invoke(
        FunctionName=stack["functions"]["sweep"], Payload=json.dumps({"job": "compact"}).encode()
    )
    assert "FunctionError" not in answer, answer["Payload"].read()
    until = auditor.get(f"{EVENTS}/{last}").raise_for_status().json()["header"]["recorded_at"]
    eventually(partial(_is_settled, auditor, until))
    return Made(word, ids, until)


def _is_sealed(auditor: httpx2.Client, event_id: str) -> bool:
    return auditor.get(f"{EVENTS}/{event_id}/proof").status_code == 200


def _is_settled(auditor: httpx2.Client, moment: str) -> bool:
    """Whether the ordinary search turns pages up to a moment: later events are its newest."""
    watermark: str = auditor.get(EVENTS, params={"start": moment}).raise_for_status().json()["watermark"]
    return watermark >= moment


def searched(client: httpx2.Client, **conditions: object) -> Json:
    """The deep search that was asked for, once it has ended."""
    asked = client.post(DEEP_SEARCHES, json=conditions).raise_for_status()
    assert (asked.status_code, asked.headers["Location"]) == (202, f"deep-searches/{asked.json()['id']}")

    def ended() -> Json:
        found: Json = client.get(f"{DEEP_SEARCHES}/{asked.json()['id']}").raise_for_status().json()
        return found if found["state"] in ("done", "failed") else {}

    return eventually(ended, SECONDS)


def found_by(client: httpx2.Client, path: str, **asked: Any) -> list[Json]:
    """All events of a search, by as many pages as it takes."""
    found: list[Json] = []
    cursor: Json = {}
    while True:
        page = client.get(path, params={**asked, **cursor}).raise_for_status().json()
        found += page["events"]
        if page["cursor"] is None:
            return found
        cursor = {"cursor": page["cursor"]}


@pytest.mark.parametrize(
    ("conditions", "known"),
    [
        ({}, None),
        ({"text": "{WORD} ação d'água"}, 1),
        ({"text": '{word} "straße" fim'}, 1),
        ({"text": "{word} -- '; drop 100%_"}, 1),
        ({"text": "{word}", "ip": "192.0.2.64/27"}, 1),
        ({"entity_id": "order-{word}", "ip": "2001:db8::/32"}, 1),
        ({"entity_id": "order-{word}", "action": "CREATE_ORDER", "outcome": "SUCCEEDED", "actor_type": "TRADER"}, 3),
        ({"actor_type": "ADMIN", "severity": "INFO"}, None),
        ({"entity_id": "it's none"}, 0),
        ({"severity": "CRITICAL", "only_critical": True}, None),
    ],
)
def test_it_finds_what_the_ordinary_search_finds(
    auditor: httpx2.Client, made: Made, conditions: dict[str, Any], known: int | None
) -> None:
    # Up to an event that is in the archive: after it others come in all the time.
    words = {"word": made.word, "WORD": made.word.upper()}
    asked = {name: of.format(**words) if isinstance(of, str) else of for name, of in conditions.items()}
    asked |= {"start": f"{made.until[:10]}T00:00:00Z", "end": made.until}
    search = searched(auditor, **asked)
    assert (search["state"], search["error"]) == ("done", None), search
    expected = found_by(auditor, EVENTS, **asked, limit=200)
    assert known in (None, len(expected))
    events = f"{DEEP_SEARCHES}/{search['id']}/events"
    assert found_by(auditor, events, limit=min(200, max(7, len(expected) // 5))) == expected
    assert found_by(auditor, events, order="desc", limit=200) == expected[::-1]
    assert (search["result"]["count"], search["result"]["complete"]) == (len(expected), True)
    assert search["result"]["until"] >= made.until


def test_asking_ending_and_looking_are_events_and_the_page_leads_to_what_was_found(
    auditor: httpx2.Client, made: Made
) -> None:
    search = searched(auditor, text=f"{made.word} ação d'água")
    found = auditor.get(f"{DEEP_SEARCHES}/{search['id']}/events").raise_for_status().json()
    assert [one["id"] for one in found["events"]] == [made.ids[0]]
    about = {"entity_type": "DEEP_SEARCH", "entity_id": search["id"], "limit": 200}
    page = auditor.get(EVENTS, params=about).raise_for_status().json()
    assert {(one["action"], one["actor_type"]) for one in [*page["events"], *page["newest"]]} >= {
        ("DEEP_SEARCH_AUDIT", "AUDITOR"),
        ("DEEP_SEARCH_AUDIT", "SYSTEM"),
        ("READ_ENTITY", "AUDITOR"),
        ("SEARCH_AUDIT", "AUDITOR"),
    }
    token = auditor.headers["Authorization"].removeprefix("Bearer ")
    cookie = {"Cookie": f"lacre_session={token}", "Authorization": "", "Accept-Language": "pt"}
    shown = auditor.get(f"/deep-searches/{search['id']}", headers=cookie).raise_for_status().text
    assert f'href="../audit-logs/{made.ids[0]}"' in shown
    assert "ALTERAD" not in shown


def test_nobody_else_searches_the_archive(login: Login, auditor: httpx2.Client, made: Made) -> None:
    search = searched(auditor, entity_id=f"order-{made.word}")
    for other in map(login, OTHERS):
        refused = [other.post(DEEP_SEARCHES, json={"text": "a"})]
        refused += [other.get(f"{DEEP_SEARCHES}{rest}") for rest in ("", f"/{search['id']}", f"/{search['id']}/events")]
        assert [answer.status_code for answer in refused] == [403] * 4
