"""`python -m tests.bench.cost`: what sealing an event costs in requests, units and bytes, by how many come at once.

The product's own adapters seal over AWS's DynamoDB Local, which reports the units, and moto's S3. Each row is what one
event takes. AWS counts one read unit more for each id of a BatchGetItem that is not there, as a fresh event's is not;
DynamoDB Local does not. Needs Java.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import boto3

from tests.atomic_moto import atomic_moto
from tests.bench.sealing import agent_updated, record
from tests.dynamodb_local.engine import dynamodb_local
from tests.fakes.signer import LocalSigner
from tests.integration.archive.wiring import Consumer
from tests.integration.conftest import Aws
from tests.tables import TABLES, create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

WIDTHS = {1: 256, 20: 64, 200: 32}
"""Events at once, and how many such deliveries are counted: as many as meet a tile at each width that it can have."""

WARMUP = 300
REGION: Final = "eu-west-1"
BYTES = "bytes put, "


class CountedSigner(LocalSigner):
    """Each signature is a request to KMS."""

    def __init__(self) -> None:
        super().__init__("checkpoint")
        self.signatures = 0

    def sign(self, message: bytes) -> bytes:
        self.signatures += 1
        return super().sign(message)


@contextmanager
def counted(*clients: Any) -> Iterator[Counter[str]]:
    """Requests of the clients by service and operation, bytes put, and DynamoDB's units, within the context."""
    counts: Counter[str] = Counter()

    def ask(params: dict[str, Any], model: Any, **_: object) -> None:
        bucket = f", {params['Bucket']}" if "Bucket" in params else ""
        counts[f"{model.service_model.service_name} {model.name}{bucket}"] += 1
        if "Body" in params:
            counts[f"{BYTES}{params['Bucket']}"] += len(params["Body"])
        if model.service_model.service_name == "dynamodb":
            params["ReturnConsumedCapacity"] = "TOTAL"

    def note(parsed: Mapping[str, Any], model: Any, **_: object) -> None:
        answers = parsed.get("ConsumedCapacity", [])
        kind = "read" if "Get" in model.name or model.name in ("Query", "Scan") else "write"
        for answer in answers if isinstance(answers, list) else [answers]:
            counts[f"dynamodb {kind} units"] += answer["CapacityUnits"]

    for client in clients:
        client.meta.events.register("provide-client-params", ask)
        client.meta.events.register("after-call", note)
    try:
        yield counts
    finally:
        for client in clients:
            client.meta.events.unregister("provide-client-params", ask)
            client.meta.events.unregister("after-call", note)


def cost_of(dynamodb: "DynamoDBClient", s3: "S3Client", width: int) -> Counter[str]:
    """What WIDTHS[width] deliveries of `width` events take, in a log that has some already."""
    signer = CountedSigner()
    consumer = Consumer(Aws(dynamodb, s3), signer=signer)

    def deliver(low: int, count: int) -> None:
        stored = (consumer.recorder.prepare(agent_updated(number)) for number in range(low, low + count))
        consumer([record(one, low + at) for at, one in enumerate(stored)])

    deliver(0, WARMUP)
    before = signer.signatures
    with counted(dynamodb, s3) as counts:
        for number in range(WIDTHS[width]):
            deliver(WARMUP + number * width, width)
    counts["kms Sign"] = signer.signatures - before
    return counts


def measured() -> dict[int, Counter[str]]:
    """The cost of each width, every one of them in tables and buckets of its own."""
    found = {}
    for width in WIDTHS:
        with dynamodb_local() as address, atomic_moto():
            dynamodb = boto3.client(
                "dynamodb",
                endpoint_url=address,
                region_name=REGION,
                aws_access_key_id="x",
                aws_secret_access_key="x",
            )
            s3 = boto3.client("s3", region_name=REGION)
            for name in TABLES:
                create(dynamodb, name)
            for bucket in ("archive", "log"):
                s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
            found[width] = cost_of(dynamodb, s3, width)
    return found


def report_cost() -> None:
    found = measured()
    print(f"\ncost per sealed event{'':<13}" + "".join(f"{f'{width} at once':>14}" for width in found))
    for row in sorted({name for counts in found.values() for name in counts}):
        print(f"  {row:<32}" + "".join(f"{_each(found[width][row], width):>14}" for width in found))
    for what, is_counted in (("requests, all", _is_request), (f"{BYTES}all", _is_bytes)):
        totals = {width: sum(n for name, n in counts.items() if is_counted(name)) for width, counts in found.items()}
        print(f"  {what:<32}" + "".join(f"{_each(total, width):>14}" for width, total in totals.items()))


def _is_bytes(name: str) -> bool:
    return name.startswith(BYTES)


def _is_request(name: str) -> bool:
    return not _is_bytes(name) and not name.endswith("units")


def _each(total: float, width: int) -> str:
    each = total / (WIDTHS[width] * width)
    return f"{each:,.0f}" if each >= 100 else f"{each:.3f}"


if __name__ == "__main__":
    report_cost()
