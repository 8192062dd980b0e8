"""A clerk at work, somebody turned away, hostile texts, guesses, and what the detector makes of them."""

import httpx2

from infra.local.aws import LocalAws
from infra.local.stack_file import Stack
from tests.console.cast import PROVINCE, Office, Person, Producer, new_word, now
from tests.console.hostile import AGENT, ENDLESS, LINE, WILD, WORD
from tests.console.scene import Scene
from tests.e2e.conftest import ClientFrom, Login
from tests.e2e.guessing import create_account, guess
from tests.e2e.investigators import Found, Investigators
from tests.e2e.routes import SALE
from tests.e2e.sealed import wait_until_sealed
from tests.e2e.test_blocks import A_FLOOD, BLOCKING, LISTING, Terminal, guess_key, terminal
from tests.e2e.walkers import Walkers

GUESSED = "many_failed_logins"
GUESSES = 5
ACCOUNTS = 3


def play(stack: Stack, login: Login, client_from: ClientFrom) -> Scene:
    """All of it, until the detector has said what it thinks."""
    chief = login("ADMIN")
    office = Office(chief, client_from, f"Console {new_word()}")
    admin = office.person("ADMIN", "Eva Encarregada", "192.0.2.101")
    auditor = office.person("AUDITOR", "Rui Revisor", "192.0.2.102")
    producer, pos = office.producer("192.0.2.105"), terminal(Walkers(login, client_from))
    _make_room_for_a_block(stack)
    sold = _sell(pos)
    guess_key(client_from, A_FLOOD, pos)

    start = now()
    edited, refused = _at_work(office)
    hostile = [sold, *_written(office), *_claimed(producer)]
    accounts = [create_account(chief) for _ in range(ACCOUNTS)]
    for number, account in enumerate(accounts):
        guess(client_from(f"192.0.2.{number + 110}"), account.username, GUESSES)
    who = Investigators(stack, admin.client, auditor.client)
    guessed = [who.alert_of(GUESSED, one.id) for one in accounts]
    flooded = who.alert_of(BLOCKING, pos.id)
    wait_until_sealed(stack, [edited, refused, *hostile, *(one["finding_id"] for one in guessed)])
    people = (office, admin, auditor, producer, pos)
    return Scene(stack, *people, start, now(), edited, refused, hostile, guessed, flooded, _case(admin, flooded))


def _make_room_for_a_block(stack: Stack) -> None:
    """As a new hour would: of a small stack three actors are blocked in one, and other tests block some too."""
    database, table = LocalAws(stack["endpoint_url"]).dynamodb(), stack["tables"]["windows"]
    database.delete_item(TableName=table, Key={"pk": {"S": f"BLOCKS#{now()[:13]}"}})


def _sell(pos: Terminal) -> str:
    sold = pos.client.post(LISTING, json={**SALE, "description": LINE}).raise_for_status()
    return sold.headers["X-Correlation-Id"]


def _at_work(office: Office) -> tuple[str, str]:
    """An agent is taken on and changed; one of another district is only looked for."""
    clerk = office.person("FUNCIONARIO", "Carla Caixa", "192.0.2.103").client
    own, other = _agent(clerk, "Lia Mondlane", office.district), _agent(office.admin, LINE, "Mocuba")
    change = {"name": "Lia Mondlane Sitoe", "phone": "+258840000010"}
    edited = clerk.patch(_path(own), json=change, headers={"If-Match": own.headers["ETag"]}).raise_for_status()
    refused = clerk.get(_path(other))
    assert refused.status_code == 403, refused.text
    return edited.headers["X-Correlation-Id"], refused.headers["X-Correlation-Id"]


def _agent(client: httpx2.Client, name: str, district: str) -> httpx2.Response:
    place = {"province": PROVINCE, "district": district}
    body = {"name": name, "phone": "+258840000009", "username": new_word(), **place}
    return client.post("/v1/agents", json=body).raise_for_status()


def _path(made: httpx2.Response) -> str:
    return f"/v1/agents/{made.json()['id']}"


def _written(office: Office) -> list[str]:
    """Hostile texts in our own routes: names of people and places, and a browser's own name."""
    person: Person = office.person("TRADER", WORD, "192.0.2.104")
    market = {"name": WORD, "province": WORD[::-1], "district": WORD}
    answers = [
        office.admin.post("/v1/markets", json=market).raise_for_status(),
        person.client.get("/v1/alerts", headers={"User-Agent": AGENT}),
    ]
    return [one.headers["X-Correlation-Id"] for one in answers]


def _claimed(producer: Producer) -> list[str]:
    """The same, and worse ones, from another back end."""
    wild = {"text": WILD, "endless": ENDLESS, "list": [WILD, {"deeper": LINE}]}
    return producer.record(
        {"actor": {"name": WORD, "province": WORD}},
        {"after": wild, "before": {**wild, "text": WORD}},
        {"outcome": "DENIED", "reason": {"code": "NO_LIMIT_LEFT", "sentence": WORD}},
    )


def _case(admin: Person, alert: Found) -> str:
    """One whose title and note are hostile."""
    opened = admin.client.post("/v1/cases", json={"title": WORD, "alert_ids": [alert["id"]]}).raise_for_status()
    case_id, version = str(opened.json()["id"]), {"If-Match": opened.headers["ETag"]}
    admin.client.post(f"/v1/cases/{case_id}/notes", json={"note": WORD}, headers=version).raise_for_status()
    return case_id
