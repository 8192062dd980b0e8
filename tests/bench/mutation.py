"""`make bench`: what an audited mutation costs, in write units and in time, beside the same route without its trail.

PATCH of an agent, from the request to the answer: token, session and user are checked as they are in the network
function, over DynamoDB Local. It alternates with the same route over recorders that do nothing but put the state, and
nothing at all, so that a noisy machine disturbs all three; the ratios are what counts. Needs Java.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools import Logger
from fastapi.testclient import TestClient

from identity.authenticating.own_keys import OwnKeys
from identity.model.role import Role
from identity.settings import TokenSettings
from identity.wiring.authenticator import token_authenticator
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.events_table import EventsTable
from lacre.aws.transaction import TableWrite
from lacre.http.application import create_application
from lacre.http.trail import Trail
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType
from lacre.ports.events import StateWrite
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from network.aws.agent_rows import AgentForm
from network.aws.entities_table import EntitiesTable
from network.entities.list_entities import ListEntities
from network.entities.read_entity import ReadEntity
from network.http.agents import AgentUseCases, agents_router
from network.model.agent import Agent
from tests.bench.capacity import metered
from tests.bench.imports import report_imports
from tests.bench.stopwatch import (
    AUTH,
    COMPOSITION,
    DOMAIN,
    TRANSACTION,
    Stopwatch,
    TimedAppender,
    TimedAuthenticator,
    TimedRecorder,
    TimedUpdate,
)
from tests.dynamodb_local.engine import dynamodb_local
from tests.fakes.answers import MemoryAnswers
from tests.fakes.crash import Steps
from tests.fakes.drafts import agent_created
from tests.fakes.lanes import MemoryFloods, MemoryLane
from tests.fakes.sealing import MemoryArchive
from tests.fakes.signer import LocalSigner
from tests.fakes.token_keys import LocalTokenSigner
from tests.signed_in import AUDIENCE, ISSUER, sign_in
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AGENT = Agent(
    id="01a1ee56-5e00-75b1-a522-4a58b791df6a",
    place=Place("Zambezia", "Quelimane"),
    created_at=0,
    changed_at=0,
    name="Lina Agente",
    phone="+258840000001",
    account_id="01a1ee56-5e00-75b1-a522-4a58b791df6b",
)
TOKENS = TokenSettings(
    jwt_issuer=ISSUER,
    jwt_audience=AUDIENCE,
    jwks_url=f"{ISSUER}/.well-known/jwks.json",
    jwt_algorithm="ES256",
    jwt_sessions="own",
    sessions_table="sessions",
    users_table="users",
    blocks_table="blocks",
)
ROUNDS = 400
WARMUP = 40
PARTS = (AUTH, DOMAIN, COMPOSITION, TRANSACTION)


class StateAlone(Recorder):
    """Composes nothing, receipts nothing, and puts the state by itself."""

    def __init__(self, client: "DynamoDBClient", like: Recorder) -> None:
        vars(self).update(vars(like))
        self._client = client
        self._answer = like.prepare(agent_created(0))

    def record(self, drafts: Sequence[Draft], writes: Sequence[StateWrite] = ()) -> list[ReceiptedEvent]:
        for write in writes:
            assert isinstance(write, TableWrite)
            self._client.put_item(**write.item["Put"])
        return [self._answer for _ in drafts]


class Nothing(StateAlone):
    """Does nothing."""

    def record(self, drafts: Sequence[Draft], writes: Sequence[StateWrite] = ()) -> list[ReceiptedEvent]:
        return [self._answer for _ in drafts]


@dataclass
class Bench:
    """One application over the engine, its agent's version, and what its requests took."""

    client: TestClient
    token: str
    watch: Stopwatch
    keeps_state: bool = True
    version: int = 1

    def mutate(self) -> None:
        began = time.perf_counter()
        headers = {"Authorization": f"Bearer {self.token}", "If-Match": f'"{self.version}"'}
        body = {"name": f"Lina {self.version}"}
        answer = self.client.patch(f"/v1/agents/{AGENT.id}", json=body, headers=headers)
        self.watch.taken["all"].append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.text
        self.version += self.keeps_state

    def read(self) -> None:
        answer = self.client.get(f"/v1/agents/{AGENT.id}", headers={"Authorization": f"Bearer {self.token}"})
        assert answer.status_code == 200, answer.text


def bench_on(client: "DynamoDBClient", table: str, make: Callable[[Recorder, Stopwatch], Recorder]) -> Bench:
    """A bench whose agent lies in a table of its own."""
    clock, entropy, watch = SystemClock(), SystemEntropy(), Stopwatch()
    create(client, "network", table)
    agents = EntitiesTable(client, table, AgentForm())
    put(client, agents.adding(AGENT))
    appender = TimedAppender(EventsTable(client, "events"), watch)
    recorder = make(Recorder(appender, ReceiptIssuer(LocalSigner(), clock, entropy), clock, entropy), watch)
    signer = LocalTokenSigner()
    authenticator = TimedAuthenticator(token_authenticator(TOKENS, client, OwnKeys(signer)), watch)
    archive, logger = MemoryArchive(Steps()), Logger(service="bench", level="ERROR")
    trail = Trail(recorder, authenticator, MemoryFloods(), MemoryLane(), MemoryAnswers(), archive, clock, logger)
    use_cases = AgentUseCases(
        create=None,  # type: ignore[arg-type]  # nothing is created
        read=ReadEntity(agents, EntityType.AGENT),
        list=ListEntities(agents),
        update=TimedUpdate(agents, clock, watch),
    )
    token = sign_in(client, signer, Role.FUNCIONARIO, AGENT.place)
    return Bench(TestClient(create_application("bench", trail, [agents_router(use_cases)], {})), token, watch)


def put(client: "DynamoDBClient", write: StateWrite) -> None:
    assert isinstance(write, TableWrite)
    client.put_item(**write.item["Put"])


def alternate(benches: Sequence[Bench]) -> None:
    """One mutation of each in turn."""
    for number in range(WARMUP + ROUNDS):
        for bench in benches:
            if number == WARMUP:
                bench.watch.forget()
            bench.mutate()


def report_units(audited: Bench, client: "DynamoDBClient") -> None:
    print("write units, as DynamoDB Local reports them (a transaction counts twice)")
    with metered(client) as units:
        audited.mutate()
    _show("an audited mutation", units)
    with metered(client) as units:
        audited.read()
    _show("an audited read", units)
    item: Any = client.scan(TableName="events", Limit=1)["Items"][0]
    sizes = {name: len(value["S"]) for name, value in item.items()}
    print(f"  an event's item: {sum(sizes.values()) + sum(map(len, sizes))} bytes, of which header {sizes['header']},")
    print(f"  body {sizes['body']}, receipt {sizes['receipt']}")


def _show(what: str, units: dict[str, int]) -> None:
    parts = ", ".join(f"{name} {count}" for name, count in sorted(units.items()) if count)
    print(f"  {what}: {sum(units.values())}  ({parts})")


def report_latency(audited: Bench, state_alone: Bench, nothing: Bench) -> None:
    print(f"\nlatency of PATCH /v1/agents/(id), {ROUNDS} of each in turn, ms")
    told = {"audited": audited, "the state alone": state_alone, "nothing is written": nothing}
    for name, bench in told.items():
        _row(name, bench.watch.taken["all"], audited.watch.taken["all"])
    print("the parts of the audited one")
    for part in PARTS:
        _row(part, audited.watch.taken[part], audited.watch.taken["all"])
    _row("the rest", _rest(audited.watch), audited.watch.taken["all"])
    for name, other in list(told.items())[1:]:
        p50, p95 = (
            audited_figure / figure
            for audited_figure, figure in zip(
                _figures(audited.watch.taken["all"]), _figures(other.watch.taken["all"]), strict=True
            )
        )
        print(f"audited : {name:<20} p50 {p50:5.2f}   p95 {p95:5.2f}")


def _row(name: str, taken: Sequence[float], whole: Sequence[float]) -> None:
    p50, p95 = _figures(taken)
    print(f"  {name:<20} p50 {p50:6.2f}   p95 {p95:6.2f}   {p50 / statistics.median(whole):6.2f} of the audited p50")


def _rest(watch: Stopwatch) -> list[float]:
    """FastAPI, redaction, the answer, and the client that asks."""
    return [whole - sum(parts) for whole, *parts in zip(*(watch.taken[part] for part in ("all", *PARTS)), strict=True)]


def _figures(taken: Sequence[float]) -> tuple[float, float]:
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def main() -> None:
    with dynamodb_local() as address:
        client = boto3.client(
            "dynamodb", endpoint_url=address, region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
        )
        for name in ("events", "users", "sessions", "blocks"):
            create(client, name)
        audited = bench_on(client, "network", TimedRecorder)
        report_units(audited, client)
        state_alone = bench_on(client, "network-state", lambda recorder, _: StateAlone(client, recorder))
        nothing = bench_on(client, "network-nothing", lambda recorder, _: Nothing(client, recorder))
        nothing.keeps_state = False
        alternate((audited, state_alone, nothing))
        report_latency(audited, state_alone, nothing)
    report_imports()


if __name__ == "__main__":
    main()
