"""How long the import of each handler takes, in a fresh interpreter, beside an empty one."""

import os
import statistics
import subprocess
import sys
import time

from tests.variables import FUNCTIONS, placeholders

ROUNDS = 3
REGION = {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}


def seconds(code: str, environment: dict[str, str]) -> float:
    """The median of some runs."""
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, **environment})
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def report_imports() -> None:
    empty = seconds("pass", {})
    print(f"\nimport of each handler (median of {ROUNDS}; an empty interpreter takes {empty:.2f} s)")
    for function in FUNCTIONS:
        taken = seconds(f"import functions.{function}.handler", placeholders(function) | REGION)
        print(f"  {function:<10} {taken - empty:5.2f} s   {taken / empty:5.1f} times the empty one")
