"""`python -m tests.bench.proofs`: how long the query function takes to serve an inclusion proof beside its store.

The application answers as the gateway calls it (Mangum, authentication faked), over a log of more than 100,000 leaves:
rows in DynamoDB Local, tiles in an object store of another process. Each proof is measured beside a bare read of the
same rows and objects, one after the other, in the same run. Ends in 1 when the 95th percentile of what is
computed here, beside what the store takes, is over 50 ms. Needs Java, for DynamoDB Local.
"""

import asyncio
import hashlib
import json
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
from aws_lambda_powertools import Logger

from functions.query.application import query_application
from functions.query.sources import Sources
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.event_index import EventIndexes
from lacre.aws.event_rows import EventRows
from lacre.aws.events_table import EventsTable
from lacre.aws.log_table import LogTable
from lacre.aws.public_log_bucket import PublicLogBucket
from lacre.http.trail import Trail
from lacre.model.actor import Actor
from lacre.model.vocabulary import ActorType
from lacre.ports.sealing import Head, SealedLeaf
from lacre.proving.examination import Examiner
from lacre.proving.inclusion import Prover
from lacre.recording.receipts import ReceiptIssuer
from lacre.recording.recorder import Recorder
from lacre.searching.search import Search
from lacre.tlog.checkpoint import Checkpoint
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey
from lacre.tlog.proofs import root_from_inclusion
from lacre.tlog.strict_base64 import decode
from lacre.tlog.tiles import grown_tiles
from lacre.wiring.gateway import behind_gateway
from tests.bench.object_store import object_store
from tests.dynamodb_local.engine import dynamodb_local
from tests.fakes.answers import MemoryAnswers
from tests.fakes.crash import Steps
from tests.fakes.deep_searches import deep_searching
from tests.fakes.drafts import agent_created
from tests.fakes.exports import exporting
from tests.fakes.investigation import investigation
from tests.fakes.lanes import MemoryFloods, MemoryLane
from tests.fakes.observing import observing
from tests.fakes.sealing import ORIGIN, MemoryArchive, MemorySealing
from tests.fakes.signer import LocalSigner
from tests.fakes.trail import KnownTokens
from tests.fakes.watching import watching
from tests.integration.http.gateway import payload
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

LEAVES = 100_003
PROOFS, WARMUP = 400, 40
TARGET_MS = 50.0

AUDITOR = Actor(ActorType.AUDITOR, "u-auditor", "Rui Auditor", "AUDITOR", session_id="s-auditor")
ANYWHERE: dict[str, Any] = {"region_name": "eu-west-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}


@dataclass
class NotedLog(PublicLogBucket):
    """The public log; `paths` are those that were read last."""

    client: "S3Client"
    paths: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.client, "log")

    def get(self, path: str) -> bytes | None:
        self.paths.append(path)
        return super().get(path)


@dataclass
class Log:
    """A log of mostly made-up leaves among which the recorded events are spread; only their rows exist."""

    recorder: Recorder
    leaves: list[SealedLeaf] = field(default_factory=list)
    signer: LocalSigner = field(default_factory=LocalSigner)

    @property
    def head(self) -> Head:
        key = VerifierKey(ORIGIN, self.signer.public_key)
        return Head(size=LEAVES, published=LEAVES, generations=(Generation(0, (key,)),))

    def objects(self) -> dict[str, bytes]:
        """The public log's objects, after recording the events."""
        hashes = [hashlib.sha256(b"leaf %d" % index).digest() for index in range(LEAVES)]
        for number in range(PROOFS + WARMUP):
            stored = self.recorder.record([agent_created(number)])[0]
            index = (number * 7919 + 1) % LEAVES
            hashes[index] = leaf_hash(stored.event.header_bytes)
            self.leaves.append(SealedLeaf(stored.event.header.id, index, hashes[index]))
        root, [key] = root_hash(extended(0, (), hashes)[1]), self.head.generations[0].keys
        note = Checkpoint(ORIGIN, LEAVES, root).signed(key, self.signer.sign)
        tiles = {f"log/{tile.path}": tile.content for tile in grown_tiles(0, hashes, lambda _: b"")}
        return {**tiles, "log/checkpoint": note}


@dataclass(frozen=True)
class Bench:
    """The function's handler over both stores, and the way past it."""

    database: "DynamoDBClient"
    log: NotedLog
    handler: Any

    def serve(self, leaf: SealedLeaf) -> float:
        """Milliseconds that a proof takes; one that does not lead to a root ends the bench."""
        request = _request(leaf.event_id)
        self.log.paths.clear()
        began = time.perf_counter()
        answer = self.handler(request, SimpleNamespace())
        taken = (time.perf_counter() - began) * 1000
        assert answer["statusCode"] == 200, answer
        proof = json.loads(answer["body"])
        root = root_from_inclusion(leaf.index, LEAVES, leaf.leaf_hash, [decode(one) for one in proof["hashes"]])
        assert root == decode(proof["checkpoint"].split("\n")[2])
        return taken

    def read(self, leaf: SealedLeaf) -> float:
        """Milliseconds that reading the same rows and objects takes, one after the other."""
        paths = list(self.log.paths)
        began = time.perf_counter()
        for key in (f"EVENT#{leaf.event_id}", "HEAD"):
            self.database.get_item(TableName="log", Key={"pk": {"S": key}}, ConsistentRead=True)
        for path in paths:
            self.log.client.get_object(Bucket="log", Key=path)["Body"].read()
        return (time.perf_counter() - began) * 1000


def _request(event_id: str) -> dict[str, Any]:
    event = deepcopy(payload("query_proof", token="auditor"))
    event |= {"path": "/v1/audit/log/proof/inclusion", "queryStringParameters": {"id": event_id}}
    return event | {"multiValueQueryStringParameters": {"id": [event_id]}}


def bench_on(database: "DynamoDBClient", log: NotedLog, recorder: Recorder) -> Bench:
    clock, pool = SystemClock(), ThreadPoolExecutor(8)
    rows, heads = EventRows(database, "events"), LogTable(database, "log")
    archive, logger = MemoryArchive(Steps()), Logger(service="bench", level="CRITICAL")
    tokens = KnownTokens({"auditor": AUDITOR})
    trail = Trail(recorder, tokens, MemoryFloods(), MemoryLane(), MemoryAnswers(), archive, clock, logger)
    search = Search(EventIndexes(database, "events"), rows, heads, clock, pool)
    desk, examiner, prover = investigation(), Examiner(rows, heads, clock), Prover(log, heads, pool)
    around = observing(search, desk.blocks)
    watched = watching(EventIndexes(database, "events"), MemorySealing(), desk, clock)
    sources = Sources(search, rows, examiner, prover, clock, desk, exporting(), deep_searching(), around, watched)
    return Bench(database, log, behind_gateway(query_application(trail, sources, {})))


@dataclass
class Measured:
    """Milliseconds of each proof served and of each bare read, those that this process computed, and objects read."""

    served: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)
    computed: list[float] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)

    def report(self) -> bool:
        """Prints what was measured, and whether the target was met."""
        print(f"inclusion proofs by id out of a log of {LEAVES} leaves, {len(self.served)} of each in turn, ms")
        _show("served, and its event recorded", self.served)
        p95 = _show("of that, computed here", self.computed)
        _show("bare read of the same", self.read)
        print(f"  a proof reads {statistics.mean(self.objects):.1f} objects and 2 rows, and writes 1 row")
        ratio = statistics.median(self.served) / statistics.median(self.read)
        print(f"  ratio of the medians: {ratio:.2f}")
        print(f"  target: p95 <= {TARGET_MS:.0f} ms beside the store: {'met' if p95 <= TARGET_MS else 'MISSED'}")
        return p95 <= TARGET_MS


def _show(name: str, values: list[float]) -> float:
    p95 = statistics.quantiles(values, n=20)[-1]
    print(f"  {name:<31} p50 {statistics.median(values):6.2f}   p95 {p95:6.2f}")
    return p95


def measure(bench: Bench, leaves: list[SealedLeaf]) -> Measured:
    """Each proof beside its bare read, after some that do not count."""
    for leaf in leaves[:WARMUP]:
        bench.serve(leaf)
        bench.read(leaf)
    measured = Measured()
    for leaf in leaves[WARMUP:]:
        began = time.process_time()
        measured.served.append(bench.serve(leaf))
        measured.computed.append((time.process_time() - began) * 1000)
        measured.objects.append(len(bench.log.paths))
        measured.read.append(bench.read(leaf))
    return measured


def main() -> int:
    # Mangum takes the thread's own loop.
    asyncio.set_event_loop(asyncio.new_event_loop())
    with dynamodb_local() as address:
        database = boto3.client("dynamodb", endpoint_url=address, **ANYWHERE)
        for name in ("events", "log"):
            create(database, name)
        clock, entropy = SystemClock(), SystemEntropy()
        issuer = ReceiptIssuer(LocalSigner(), clock, entropy)
        log = Log(Recorder(EventsTable(database, "events"), issuer, clock, entropy))
        objects = log.objects()
        table = LogTable(database, "log")
        table.write(log.leaves)
        table.advance(Head(), log.head)
        with object_store(objects) as store:
            noted = NotedLog(boto3.client("s3", endpoint_url=store, **ANYWHERE))
            return 0 if measure(bench_on(database, noted, log.recorder), log.leaves).report() else 1


if __name__ == "__main__":
    sys.exit(main())
