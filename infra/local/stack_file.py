"""`.local/stack.json`: what is running and under which names, for tests, load and tools."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TypedDict

from infra.local.aws import ROOT_KEY, ROOT_SECRET
from infra.local.emulator import answers
from infra.local.layout import STACK_FILE
from infra.local.people import Person
from infra.local.resources import Resources


class Stack(TypedDict):
    """The content of the file; its keys are a contract. `pid` is the process of the local AWS."""

    api: str
    console: str
    users: list[dict[str, str]]
    tables: dict[str, str]
    buckets: dict[str, str]
    keys: dict[str, str]
    queues: dict[str, str]
    secrets: dict[str, str]
    functions: dict[str, str]
    roles: dict[str, str]
    log_origin: str
    log_public_key: str
    receipt_public_key: str
    witness_public_key: str
    endpoint_url: str
    region: str
    credentials: dict[str, str]
    pid: int


@dataclass(frozen=True, slots=True)
class Keys:
    """Public keys as `lacre verify` takes them: verifier keys of log and witness, base64 of the receipt key."""

    log: str
    witness: str
    receipt: str


def compose(
    *,
    api: str,
    people: Iterable[Person],
    resources: Resources,
    log_origin: str,
    keys: Keys,
    endpoint: str,
    region: str,
    pid: int,
) -> Stack:
    """The description of a stack that is ready."""
    return Stack(
        api=api,
        console=f"{api}/audit-logs",
        users=[asdict(person) for person in people],
        tables=resources.tables,
        buckets=resources.buckets,
        keys=resources.keys,
        queues=resources.queues,
        secrets=resources.secrets,
        functions=resources.functions,
        roles=resources.roles,
        log_origin=log_origin,
        log_public_key=keys.log,
        receipt_public_key=keys.receipt,
        witness_public_key=keys.witness,
        endpoint_url=endpoint,
        region=region,
        credentials={"access_key_id": ROOT_KEY, "secret_access_key": ROOT_SECRET},
        pid=pid,
    )


def write(stack: Stack) -> None:
    """Writes the file in one step, readable by its owner only: it holds PINs."""
    fresh = STACK_FILE.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(stack, file, indent=2)
        file.write("\n")
    fresh.replace(STACK_FILE)


def read() -> Stack | None:
    """What the file says, or nothing when there is none."""
    if not STACK_FILE.is_file():
        return None
    stack: Stack = json.loads(STACK_FILE.read_text())
    return stack


def running() -> Stack | None:
    """The stack of the file, if its local AWS answers."""
    stack = read()
    return stack if stack and answers(stack["endpoint_url"]) else None


def remove() -> None:
    """Forgets the stack."""
    STACK_FILE.unlink(missing_ok=True)
