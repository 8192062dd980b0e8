"""`python -m load.seal_delay [--seconds N]`: how long an event waits for its checkpoint, under a steady load.

Audited reads go in at RATE a second for N seconds. Each answer's receipt tells id and recorded_at of its event (the
format is in docs/formats.md); the log's `checkpoint` is looked at POLLS times a second beside the API, since reading
it over HTTP would be an event itself; the leaf indexes are read from the log table at the end. An event's delay runs
from its recorded_at to the first look that shows a tree which holds it. Needs the running stack's `.local/stack.json`.
"""

import argparse
import base64
import http.client
import json
import statistics
import struct
import sys
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3

STACK_FILE = Path(".local/stack.json")
RATE = 20
POLLS = 5
P99_SECONDS = 15.0
SHARE_OF_RATE = 0.95

PATIENCE_SECONDS = 90
TIMEOUT_SECONDS = 30
WORKERS = 6
"""Callers at once. The local AWS starts a process for each call that finds none idle: more would measure that."""

WARM_UP = 60
RECEIPT = struct.Struct(">B16s32sQ")
AT_ONCE = 100


@dataclass(frozen=True)
class Recorded:
    """An event, by its receipt. `at` in seconds since 1970."""

    event_id: str
    at: float


@dataclass
class Caller:
    """A clerk of the demo, at an address of documentation."""

    stack: Mapping[str, Any]
    token: str = ""

    def log_in(self) -> None:
        person = next(user for user in self.stack["users"] if user["role"] == "FUNCIONARIO")
        body = json.dumps({"username": person["username"], "pin": person["pin"]})
        self.token = json.loads(self._send("POST", "/v1/auth/login", body)[1])["access_token"]

    def read(self) -> Recorded:
        """One audited request. Raises OSError, http.client.HTTPException, for anything but its success."""
        receipt, _ = self._send("GET", "/v1/agents?limit=1", None)
        raw = base64.urlsafe_b64decode(receipt + "=" * (-len(receipt) % 4))
        _, event_id, _, recorded_at = RECEIPT.unpack_from(raw)
        return Recorded(str(uuid.UUID(bytes=event_id)), recorded_at / 1000)

    def _send(self, method: str, path: str, body: str | None) -> tuple[str, bytes]:
        """The receipt and the body of an answer."""
        address = urlsplit(self.stack["api"])
        connection = http.client.HTTPConnection(address.netloc, timeout=TIMEOUT_SECONDS)
        headers = {"X-Forwarded-For": "192.0.2.40", "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            connection.request(method, address.path + path, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise OSError(f"{method} {path} answered {answer.status}")
        return answer.headers.get("X-Audit-Receipt", ""), content


@dataclass
class Log:
    """What an operator sees of the log: its current checkpoint's size, and where events stand."""

    stack: Mapping[str, Any]
    sightings: list[tuple[float, int]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        keys = self.stack["credentials"]
        session = boto3.Session(keys["access_key_id"], keys["secret_access_key"], region_name=self.stack["region"])
        self.s3 = session.client("s3", endpoint_url=self.stack["endpoint_url"])
        self.dynamodb = session.client("dynamodb", endpoint_url=self.stack["endpoint_url"])

    def watch(self) -> None:
        """Note each new size with the time at which it was there, until `ended`."""
        while not self.ended.wait(1 / POLLS):
            try:
                answer = self.s3.get_object(Bucket=self.stack["buckets"]["log"], Key="checkpoint")
            except self.s3.exceptions.NoSuchKey:
                continue  # a log that has just begun
            size = int(answer["Body"].read().split(b"\n")[1])
            if not self.sightings or size != self.sightings[-1][1]:
                self.sightings.append((time.time(), size))

    def indexes(self, event_ids: Sequence[str]) -> dict[str, int]:
        """The leaf index of each event that has one."""
        found: dict[str, int] = {}
        table = self.stack["tables"]["log"]
        for low in range(0, len(event_ids), AT_ONCE):
            keys = [{"pk": {"S": f"EVENT#{one}"}} for one in event_ids[low : low + AT_ONCE]]
            answer = self.dynamodb.batch_get_item(RequestItems={table: {"Keys": keys, "ConsistentRead": True}})
            rows = answer["Responses"][table]
            found |= {row["pk"]["S"].removeprefix("EVENT#"): int(row["index"]["N"]) for row in rows}
        return found


def warm_up(caller: Caller) -> None:
    """Start what the callers will need, before anything is measured. Raises what the caller raises."""
    with ThreadPoolExecutor(WORKERS) as pool:
        for _ in pool.map(lambda _: caller.read(), range(WARM_UP)):
            pass


def generate(caller: Caller, seconds: int) -> tuple[list[Recorded], int, float]:
    """What was recorded, how many requests failed, and the rate that was reached."""
    wanted, began = RATE * seconds, time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        sent = []
        for number in range(wanted):
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            sent.append(pool.submit(caller.read))
        failures = [one.exception() for one in sent]
    recorded = [one.result() for one in sent if one.exception() is None]
    for failure in {repr(one) for one in failures if one is not None}:
        sys.stdout.write(f"  failed: {failure}\n")
    return recorded, wanted - len(recorded), len(recorded) / max(seconds, time.monotonic() - began)


def delays(
    recorded: Sequence[Recorded], indexes: Mapping[str, int], sightings: Sequence[tuple[float, int]]
) -> list[float]:
    """The delay of each event that a checkpoint covers; the others have none."""
    found = []
    for one in recorded:
        index = indexes.get(one.event_id)
        covering = [at for at, size in sightings if index is not None and size > index]
        if covering:
            found.append(min(covering) - one.at)
    return found


def await_all(log: Log, recorded: Sequence[Recorded]) -> list[float]:
    """Their delays, once all of them are covered or the patience is over."""
    ids, deadline = [one.event_id for one in recorded], time.monotonic() + PATIENCE_SECONDS
    while True:
        found = delays(recorded, log.indexes(ids), list(log.sightings))
        if len(found) == len(recorded) or time.monotonic() > deadline:
            return found
        time.sleep(1)


def verdict(found: Sequence[float], wanted: int, rate: float) -> bool:
    """Print the table; whether every request was answered, every event covered, and both bounds held."""
    if len(found) < max(wanted, 2):
        sys.stdout.write(f"  {wanted - len(found)} of {wanted} requests left no event under a checkpoint: MISSED\n")
        return False
    cuts = statistics.quantiles(found, n=100)
    is_steady, is_fast = rate >= SHARE_OF_RATE * RATE, cuts[98] <= P99_SECONDS
    sys.stdout.write(
        f"  events   {len(found):6d}    at {rate:.1f} a second  {'' if is_steady else f'(not {RATE}): MISSED'}\n"
        f"  p50      {cuts[49]:6.2f} s\n  p95      {cuts[94]:6.2f} s\n"
        f"  p99      {cuts[98]:6.2f} s  at most {P99_SECONDS:.0f} s: {'met' if is_fast else 'MISSED'}\n"
        f"  largest  {max(found):6.2f} s\n"
    )
    return is_steady and is_fast


def main() -> int:
    """0 if the bounds hold, 1 if not, 2 without a stack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=120)
    seconds: int = parser.parse_args().seconds
    if not STACK_FILE.is_file():
        sys.stderr.write("error: nothing is running; start it with `make run` in another terminal\n")
        return 2
    stack = json.loads(STACK_FILE.read_text())
    caller, log = Caller(stack), Log(stack)
    caller.log_in()
    warm_up(caller)
    watching = threading.Thread(target=log.watch)
    watching.start()
    try:
        sys.stdout.write(f"from recorded_at to a checkpoint, {RATE} audited requests a second for {seconds} s\n")
        recorded, failed, rate = generate(caller, seconds)
        found = await_all(log, recorded)
    finally:
        log.ended.set()
        watching.join()
    return 0 if verdict(found, len(recorded) + failed, rate) else 1


if __name__ == "__main__":
    sys.exit(main())
