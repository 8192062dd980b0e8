"""How long a page of 50 takes to be searched for in a million events, in the product itself over DynamoDB Local.

`python -m tests.bench.search [--events N] [--seed N] [--only WORDS ...] [--write]`. The first run loads the events,
which takes a quarter of an hour or more, and keeps them. Ends in 1 if a target is missed.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator

from lacre.ports.events import Index
from tests.bench import search_table
from tests.bench.search_floor import floors
from tests.bench.search_function import query_function
from tests.bench.search_measuring import LIMIT, SAMPLES, Measured, measured
from tests.bench.search_questions import INDEXED_MS, QUESTIONS, UNINDEXED_MS
from tests.bench.search_store import client, stored
from tests.bench.search_values import Values


def main() -> int:
    options = _options()
    values = Values(options.events, options.seed, random.Random(f"{options.seed}-asking"))
    questions = [one for one in QUESTIONS if any(words in one.name for words in options.only)]
    with stored(options.events, options.seed) as address, query_function(address, options.events) as function:
        # The engine compiles as it goes, and reads its file for the first time: what comes first says nothing.
        measured(QUESTIONS[0], function, values)
        lowest = floors(client(address), values)
        found = []
        for question in questions:
            found.append(measured(question, function, values))
            print(search_table.row(found[-1], lowest, options.events), flush=True)
    text = "\n".join(_told(found, lowest, options.events))
    print(f"\n{text}")
    if options.write:
        search_table.write(text)
    return int(not all(one.is_held for one in found))


def _told(found: list[Measured], lowest: dict[Index, tuple[float, float]], events: int) -> Iterator[str]:
    yield search_table.table(found, lowest, events)
    yield ""
    yield search_table.floor_table(lowest)
    yield ""
    missed = [one.question.name for one in found if not one.is_held]
    yield (
        f"{events} events, {LIMIT} a page, {SAMPLES} answers and as many pages of each; milliseconds. The targets hold "
        f"for the 95th percentile: {INDEXED_MS} indexed, {UNINDEXED_MS} otherwise. The machine's load at the end: "
        f"{os.getloadavg()[0]:.1f}."
    )
    yield f"Missed: {', '.join(missed)}." if missed else "All targets are held."


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench.search")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[""], help="questions whose name contains one of these")
    parser.add_argument("--write", action="store_true", help=f"into {search_table.DOCUMENT}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
