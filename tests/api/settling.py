"""How the world comes to be: by the API alone, as an installation of the product would begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lacre.aws import alert_item, block_item, deep_search_item, export_item
from lacre.aws.event_item import from_item
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.model.place import Place
from lacre.sealing.keyring import Keyring
from lacre.sealing.publication import Publisher
from lacre.sealing.sealer import Sealer
from tests.api.cloud import LOG_ORIGIN
from tests.api.desk import open_desk
from tests.api.gateway import Request, encoded
from tests.api.operation import Caller, Json, Where
from tests.api.operations import OPERATIONS
from tests.api.sides_of_deep_searches import done_search
from tests.api.sides_of_exports import done_job
from tests.api.targets import FAR, FIRST_PIN, HOME, MOVES_TO, NORTH, PIN, REASON, SECRET, Target
from tests.api.world import World
from tests.fakes.crash import Steps
from tests.fakes.found import alert, block, uuid
from tests.fakes.sealing import MemoryArchive
from tests.fakes.signer import LocalSigner

USERNAMES = {
    Caller.ADMIN: "admin",
    Caller.AUDITOR: "auditor",
    Caller.SUPERVISOR: "supervisor",
    Caller.FUNCIONARIO: "clerk",
    Caller.TRADER: "trader",
    Caller.RISK_MANAGER: "risk",
}
PLACES = {Where.OWN: HOME, Where.DISTRICT: HOME, Where.PROVINCE: NORTH, Where.ELSEWHERE: FAR}
_NAMES = {Where.OWN: "own", Where.DISTRICT: "near", Where.PROVINCE: "north", Where.ELSEWHERE: "far"}


@dataclass
class Settling:
    """`other_admin` is a second administrator, whose requests the first may decide."""

    world: World
    other_admin: str = ""

    def __call__(self) -> None:
        self._people()
        for where, place in PLACES.items():
            self.world.targets[where] = self._entities(_NAMES[where], place)
        self._holders()
        self._seal(self._desk())

    def act(self, method: str, path: str, body: object = None, *, token: str = "", **headers: str) -> Any:
        content, typed = encoded(body, is_form=False) if body is not None else (b"", {})
        (function,) = {one.function for one in OPERATIONS if one.path.startswith("/".join(path.split("/")[:3]))}
        own = {"Authorization": f"Bearer {token or self._admin}"} if token or self._admin else {}
        answer = self.world.send(function, Request(method, path, {**typed, **own, **headers}, {}, content))
        assert answer.status < 300, (method, path, answer)
        return answer.json if answer.content else None

    def log_in(self, caller: Caller | None, username: str, pin: str) -> str:
        """A token of this person, whose PIN is PIN from then on: who came with another one changes it."""
        signed_in: Json = self.act("POST", "/v1/auth/login", {"username": username, "pin": pin})
        token = str(signed_in["access_token"])
        if signed_in["must_change"] is not None:
            self.act("POST", "/v1/auth/pin", {"old_pin": pin, "new_pin": PIN}, token=token)
        if caller is not None:
            self.world.credentials[caller] = {"Authorization": f"Bearer {token}"}
            self.world.refresh_tokens[caller] = signed_in["refresh_token"]
        return token

    @property
    def _admin(self) -> str:
        return self.world.credentials.get(Caller.ADMIN, {}).get("Authorization", "").removeprefix("Bearer ")

    def _people(self) -> None:
        first = self.act("POST", "/v1/bootstrap", {"secret": SECRET, "username": "admin", "pin": PIN})
        self.world.accounts[Caller.ADMIN] = first["id"]
        self.log_in(Caller.ADMIN, "admin", PIN)
        for role, username in USERNAMES.items():
            if role is not Caller.ADMIN:
                self.world.accounts[role] = self._person(username, role)
                self.log_in(role, username, FIRST_PIN)
        self._person("admin.two", Caller.ADMIN)
        self.other_admin = self.log_in(None, "admin.two", FIRST_PIN)
        producer = self.act("POST", "/v1/users", {"username": "desk", "name": "The desk", "role": "PRODUCER"})
        self.world.accounts[Caller.PRODUCER] = producer["id"]
        self.world.credentials[Caller.PRODUCER] = {"X-Api-Key": producer["api_key"]}

    def _person(self, username: str, role: str) -> str:
        places: dict[str, Json] = {"FUNCIONARIO": dict(HOME.shown()), "SUPERVISOR": {"province": HOME.province}}
        given = {
            "username": username,
            "name": f"Rita {username.title()}",
            "role": role,
            "pin": FIRST_PIN,
            **places.get(role, {}),
        }
        return str(self.act("POST", "/v1/users", given)["id"])

    def _spare(self, username: str) -> str:
        """Somebody who has a PIN of their own, and is not logged in."""
        made = self._person(username, Caller.FUNCIONARIO)
        self.act("POST", "/v1/auth/logout", token=self.log_in(None, username, FIRST_PIN))
        return made

    def _entities(self, name: str, place: Place) -> Target:
        agent = self._holder("/v1/agents", name, place)
        merchant = self._holder("/v1/merchants", f"{name}.shop", place)
        market = self.act("POST", "/v1/markets", {"name": f"Mercado {name}", **place.shown()})
        parts = {"agent_id": agent["id"], "merchant_id": merchant["id"], "market_id": market["id"]}
        pos = self.act("POST", "/v1/pos", {"label": f"Banca {name}", **parts})
        payment = {"pos_id": pos["id"], "amount": "20.00", "currency": "MZN", "method": "CASH"}
        ids = {
            **parts,
            "pos_id": pos["id"],
            "transaction_id": self.act("POST", "/v1/transactions", payment)["id"],
            "change_id": self._move(self._holder("/v1/agents", f"{name}.moving", place)["id"], place),
            "user_id": self._spare(f"{name}.spare"),
            "producer_id": self.act(
                "POST", "/v1/users", {"username": f"{name}.machine", "name": "A machine", "role": "PRODUCER"}
            )["id"],
            **self._found(name),
        }
        accounts = {"agent_account": agent["account_id"], "merchant_account": merchant["account_id"]}
        tags = {one: self._tag(parameter, one) for parameter, one in ids.items() if parameter in _READ_AT}
        secrets = {"pos": pos["api_key"], "agent": agent["account"]["pin"], "merchant": merchant["account"]["pin"]}
        return Target(place, {**ids, **accounts}, tags, secrets)

    def _found(self, name: str) -> Mapping[str, str]:
        """An alert in no case, a case of another, and a block, as the detector would have left them."""
        number = 10 * (1 + list(_NAMES.values()).index(name))
        first = [row["id"]["S"] for row in self.world.cloud.rows("events")[:3]]
        for one in (number, number + 1):
            found = alert(one, evidence=tuple(first), evidence_count=3, group_key=f"many_failed_logins#{name}")
            self.world.cloud.dynamodb.put_item(TableName="alerts", Item=alert_item.to_item(found))
        placed = block(number, minutes=90 * 24 * 60, alert_id=uuid(number), actor_id=f"u-{name}")
        self.world.cloud.dynamodb.put_item(TableName="blocks", Item=block_item.to_item(placed))
        case = self.act("POST", "/v1/cases", {"title": f"Logins of {name}", "alert_ids": [uuid(number + 1)]})
        exported = done_job(5000 + number, self.world.cloud.clock.now())
        self.world.cloud.dynamodb.put_item(TableName="exports", Item=export_item.to_item(exported))
        searched = done_search(6000 + number, self.world.cloud.clock.now())
        self.world.cloud.dynamodb.put_item(TableName="exports", Item=deep_search_item.to_item(searched))
        made = {
            "job_id": exported.id,
            "search_id": searched.id,
            "alert_id": uuid(number),
            "case_id": case["id"],
            "block_id": placed.block_id,
            "rule": found.rule,
        }
        return {**made, "auditor": self.world.accounts[Caller.AUDITOR]}

    def _holder(self, path: str, name: str, place: Place) -> Any:
        given = {"name": f"Rui {name.title()}", "phone": "+258840000009", **place.shown(), "username": name}
        return self.act("POST", path, given)

    def _move(self, agent_id: str, place: Place) -> str:
        entity = {"entity_type": "AGENT", "entity_id": agent_id, "reason": REASON}
        asked = self.act(
            "POST", "/v1/jurisdiction-changes", {**entity, **MOVES_TO[place].shown()}, token=self.other_admin
        )
        return str(asked["id"])

    def _tag(self, parameter: str, entity_id: str) -> str:
        """The entity's ETag, as an administrator reads it."""
        path, function = _READ_AT[parameter]
        own = self.world.credentials[Caller.ADMIN]
        answer = self.world.send(function, Request("GET", f"{path}/{entity_id}", own))
        assert answer.status == 200, (path, answer)
        return answer.headers["etag"]

    def _holders(self) -> None:
        own = self.world.targets[Where.OWN]
        self.log_in(Caller.AGENT, "own", own.secrets["agent"])
        self.log_in(Caller.MERCHANT, "own.shop", own.secrets["merchant"])
        of_callers = {Caller.AGENT: "agent_account", Caller.MERCHANT: "merchant_account", Caller.POS: "pos_id"}
        self.world.accounts |= {caller: own[name] for caller, name in of_callers.items()}
        self.world.credentials[Caller.POS] = {"X-Api-Key": own.secrets["pos"]}

    def _desk(self) -> Mapping[str, str]:
        token = self.world.credentials[Caller.TRADER]["Authorization"].removeprefix("Bearer ")
        return open_desk(lambda path, body: self.act("POST", path, body, token=token))

    def _seal(self, placeless: Mapping[str, str]) -> None:
        """Three events stay, sealed; the others made room, so that what a request leaves is found at once."""
        dynamodb = self.world.cloud.dynamodb
        rows = self.world.cloud.rows("events")
        for row in rows[3:]:
            dynamodb.delete_item(TableName="events", Key={"id": row["id"]})
        heads, log = LogTable(dynamodb, "log"), PublicLogBucket(self.world.cloud.s3, "log")
        archive = MemoryArchive(Steps())
        publisher = Publisher(heads, heads, archive, log, Keyring(LOG_ORIGIN, [LocalSigner("checkpoint")]))
        Sealer(heads, heads, archive, publisher).seal([from_item(row) for row in rows[:3]])
        sealed = {"event_id": rows[0]["id"]["S"], "tile": "0/000.p/3", "bundle": "000.p/3"}
        for where, target in self.world.targets.items():
            secrets = {**target.secrets, "refresh_token": self.world.refresh_tokens[Caller.ADMIN]}
            self.world.targets[where] = Target(
                target.place, {**target.ids, **placeless, **sealed}, target.tags, secrets
            )


_READ_AT = {
    "agent_id": ("/v1/agents", "network"),
    "merchant_id": ("/v1/merchants", "network"),
    "market_id": ("/v1/markets", "network"),
    "pos_id": ("/v1/pos", "network"),
    "transaction_id": ("/v1/transactions", "network"),
    "change_id": ("/v1/jurisdiction-changes", "identity"),
    "user_id": ("/v1/users", "identity"),
    "producer_id": ("/v1/users", "identity"),
    "alert_id": ("/v1/alerts", "query"),
    "case_id": ("/v1/cases", "query"),
    "block_id": ("/v1/blocks", "query"),
}
