"""Whether the desk and the naive implementation answer both scenarios alike, and how large the ledger's answer is."""

import json
import sys
from urllib.request import Request, urlopen

from load.hedge_figures import Bound
from load.hedge_plan import Step
from load.hedge_targets import MEASURED, StepOf, Targets

MIB = 1024**2
LAMBDA_MIB = 6.0
"""The most that a function answers with. What the gateway is handed is a JSON text that holds the body's text."""


class DifferentAnswersError(Exception):
    """The two implementations do not answer the same."""


def compare(targets: Targets) -> Bound:
    """The size of the ledger's answer. Raises DifferentAnswersError, OSError."""
    desks, naive = _answers(targets, targets.ledger)
    listed, naively_listed = json.loads(desks)["entries"], json.loads(naive)["entries"]
    if listed != naively_listed or len(listed) != MEASURED:
        raise DifferentAnswersError("the ledgers have not the same entries")
    figures, naive_figures = (json.loads(answer) for answer in _answers(targets, targets.scenario))
    if figures != naive_figures:
        raise DifferentAnswersError("the scenarios have not the same figures")
    quoted = len(json.dumps(desks.decode()))
    sys.stdout.write(
        "both implementations answer both scenarios alike\n"
        f"{MEASURED:,} entries are {len(desks):,} bytes, and {quoted:,} as the text in a function's answer\n"
    )
    return Bound(f"{MEASURED:,} entries in a function's answer", quoted / MIB, LAMBDA_MIB, "MiB")


def _answers(targets: Targets, step_of: StepOf) -> list[bytes]:
    return [_fetch(step_of("", address, 1), targets.token) for address in (targets.desks[MEASURED], targets.naive)]


def _fetch(step: Step, token: str) -> bytes:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = step.body.encode() if step.body else None
    with urlopen(Request(step.url, body, headers), timeout=60) as answer:  # noqa: S310 - an address of this machine
        content: bytes = answer.read()
    return content
