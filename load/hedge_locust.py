"""Running locust, headless, and reading what its users took."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from load.hedge_plan import Plan

_LOCUSTFILE = Path(__file__).with_name("hedge_locustfile.py")
_OPTIONS = ["--headless", "--only-summary", "--loglevel", "ERROR", "--exit-code-on-error", "0", "--stop-timeout", "30"]
_LONGEST_S = 240
"""Of a run that ends by itself."""


class LoadError(Exception):
    """Locust did not come to its end; the message is what it said."""


@dataclass(frozen=True)
class Taken:
    """Milliseconds of each right answer by the name of its step, and what was wrong with the others."""

    samples: Mapping[str, Sequence[float]]
    faults: Sequence[str]


def in_turns(plan: Plan) -> Taken:
    """One user goes through the plan. Raises LoadError."""
    return _run(plan, "Turns", users=1, seconds=_LONGEST_S)


def in_a_crowd(plan: Plan, users: int, seconds: int) -> Taken:
    """So many users at once for so long, each waiting a second after an answer. Raises LoadError."""
    return _run(plan, "Crowd", users=users, seconds=seconds)


def _run(plan: Plan, kind: str, users: int, seconds: int) -> Taken:
    with TemporaryDirectory() as folder:
        asked, samples = Path(folder) / "plan.json", Path(folder) / "samples.json"
        plan.write(asked)
        size = ["--users", str(users), "--spawn-rate", str(users), "--run-time", f"{seconds}s"]
        files = ["--plan", str(asked), "--samples", str(samples)]
        command = [sys.executable, "-m", "locust", "-f", str(_LOCUSTFILE), *_OPTIONS, *size, *files, kind]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - its own interpreter
        if ended.returncode != 0 or not samples.is_file():
            raise LoadError(f"locust ended with {ended.returncode}: {ended.stderr[-2000:]}")
        told = json.loads(samples.read_text())
    return Taken(told["samples"], told["faults"])
