"""`make bench`: what recording costs in write units, and how much time it adds to an action, in one run.

An action with its event is measured beside the same route over the same table whose recorder writes the state alone.
Both alternate, so that a noisy machine disturbs both; the ratio is what counts. Needs Java, for DynamoDB Local.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools import Logger
from fastapi.testclient import TestClient

from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.events_table import EventsTable
from lacre.aws.transaction import TableWrite
from lacre.http.application import create_application
from lacre.http.trail import Trail
from lacre.model.actor import Actor
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import ActorType
from lacre.ports.events import StateWrite
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from network.agents.list_agents import ListAgents
from network.agents.read_agent import ReadAgent
from network.agents.update_agent import UpdateAgent
from network.aws.agents_table import AgentsTable
from network.http.agents import AgentUseCases, agents_router
from network.model.agent import Agent
from network.model.place import Place
from tests.bench.capacity import metered
from tests.bench.imports import report_imports
from tests.dynamodb_local.engine import dynamodb_local
from tests.fakes.lanes import MemoryFloods, MemoryLane
from tests.fakes.signer import LocalSigner
from tests.fakes.trail import KnownTokens
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ROUNDS = 300
WARMUP = 30
AGENT_ID = "01a1ee56-5e00-75b1-a522-4a58b791df6a"
CLERK = Actor(ActorType.FUNCIONARIO, "u-clerk", "Ana Clerk", "FUNCIONARIO", "Zambezia", "Quelimane", "s-1")
AGENT = Agent(AGENT_ID, "Lina Agente", "+258840000001", Place("Zambezia", "Quelimane"), "u-1", 0, 0)


class StateAlone(Recorder):
    """The floor: composes nothing, receipts nothing, and puts the state by itself."""

    def __init__(self, client: "DynamoDBClient", like: Recorder) -> None:
        vars(self).update(vars(like))
        self._client = client
        self._answer = like.prepare(_blank())

    def record(self, drafts: Sequence[Draft], writes: Sequence[StateWrite] = ()) -> list[ReceiptedEvent]:
        for write in writes:
            assert isinstance(write, TableWrite)
            self._client.put_item(**write.item["Put"])
        return [self._answer for _ in drafts]


@dataclass(frozen=True)
class Bench:
    """One application over the engine, with an agent whose version it knows."""

    client: TestClient

    def mutate(self, version: int) -> int:
        headers = {"Authorization": "Bearer clerk", "If-Match": f'"{version}"'}
        answer = self.client.patch(f"/v1/agents/{AGENT_ID}", json={"name": f"Lina {version}"}, headers=headers)
        assert answer.status_code == 200, answer.text
        return version + 1

    def read(self) -> None:
        answer = self.client.get(f"/v1/agents/{AGENT_ID}", headers={"Authorization": "Bearer clerk"})
        assert answer.status_code == 200, answer.text


def _blank() -> Draft:
    from tests.fakes.drafts import agent_created

    return agent_created(0)


def bench_on(client: "DynamoDBClient", agents: str, make: Callable[[Recorder], Recorder]) -> Bench:
    clock, entropy = SystemClock(), SystemEntropy()
    recorder = Recorder(EventsTable(client, "events"), ReceiptIssuer(LocalSigner(), clock, entropy), clock, entropy)
    tokens = KnownTokens({"clerk": CLERK})
    logger = Logger(service="bench", level="ERROR")
    trail = Trail(make(recorder), tokens, MemoryFloods(), MemoryLane(), clock, logger)
    table = AgentsTable(client, agents)
    write = table.adding(AGENT)
    assert isinstance(write, TableWrite)
    client.put_item(**write.item["Put"])
    reading = ReadAgent(table)
    use_cases = AgentUseCases(None, reading, ListAgents(table), UpdateAgent(table, reading, clock))  # type: ignore[arg-type]  # nothing is created
    app = create_application("bench", trail, [agents_router(use_cases)], {})
    return Bench(TestClient(app))


def alternate(audited: Bench, floor: Bench) -> tuple[list[float], list[float]]:
    """Milliseconds of each mutation of both, one after the other."""
    versions, taken = [1, 1], ([], [])  # type: tuple[list[int], tuple[list[float], list[float]]]
    for number in range(WARMUP + ROUNDS):
        for which, bench in enumerate((audited, floor)):
            began = time.perf_counter()
            versions[which] = bench.mutate(versions[which])
            if number >= WARMUP:
                taken[which].append((time.perf_counter() - began) * 1000)
    return taken


def report_units(audited: Bench, client: "DynamoDBClient") -> None:
    print("write units, as DynamoDB Local reports them (a transaction counts twice)")
    with metered(client) as units:
        audited.mutate(1)
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


def report_latency(taken: list[float], floor: list[float]) -> None:
    print(f"\nlatency of PATCH /v1/agents/(id), {ROUNDS} of each in turn, ms")
    for name, values in (("with its event", taken), ("the state alone", floor)):
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"  {name:<16} p50 {statistics.median(values):6.2f}   p95 {p95:6.2f}")
    print(f"  ratio of the medians: {statistics.median(taken) / statistics.median(floor):.2f}")


def main() -> None:
    with dynamodb_local() as address:
        client = boto3.client(
            "dynamodb", endpoint_url=address, region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
        )
        for name, table in (("events", None), ("network", None), ("network", "network-floor")):
            create(client, name, table)
        audited = bench_on(client, "network", lambda recorder: recorder)
        report_units(audited, client)
        client.delete_table(TableName="network")
        create(client, "network")
        audited = bench_on(client, "network", lambda recorder: recorder)
        floor = bench_on(client, "network-floor", lambda recorder: StateAlone(client, recorder))
        report_latency(*alternate(audited, floor))
    report_imports()


if __name__ == "__main__":
    main()
