"""`make load-hedge`: the load on the hedge desk, and all that it needs.

That is DynamoDB Local, a portfolio, ledgers of 1,000, 10,000 and 100,000 entries, and servers of the desk and of the
naive implementation. Ends in 1 when a bound is missed or an answer is wrong. SMOKE=1 asks less often, and has no
ledger of 100,000. Needs Java.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial

from load import hedge
from load.hedge_targets import MEASURED, SMOKE, WHOLE, Targets
from tests.bench.hedge_database import client
from tests.bench.hedge_ledger_seed import seed_items, seed_ledger
from tests.bench.hedge_naive import naive_application
from tests.bench.hedge_portfolio_seed import seed_portfolio, what_if_body
from tests.bench.hedge_server import TOKEN, hedge_application, served
from tests.dynamodb_local.engine import dynamodb_local
from tests.tables import create

SIZES = (1_000, MEASURED, 100_000)
_NAIVE = "ledger-naive"


def seed(address: str, sizes: Sequence[int]) -> None:
    """Fill all tables, on both cores: most of it is making entries."""
    database = client(address)
    for name in ("events", "hedge"):
        create(database, name)
    for table in (*map(_table, sizes), _NAIVE):
        create(database, "ledger", table)
    jobs: list[Callable[[], None]] = [
        partial(seed_ledger, address, _table(entries), entries) for entries in reversed(sizes)
    ]
    jobs += [partial(seed_items, address, _NAIVE, MEASURED), partial(seed_portfolio, address, "hedge")]
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()


@contextmanager
def everything(sizes: Sequence[int]) -> Iterator[Targets]:
    with ExitStack() as stack:
        address = stack.enter_context(dynamodb_local())
        seed(address, sizes)
        desks = {
            entries: stack.enter_context(served(partial(hedge_application, address, _table(entries))))
            for entries in sizes
        }
        naive = stack.enter_context(served(partial(naive_application, address, _NAIVE)))
        yield Targets(desks, naive, TOKEN, what_if_body())


def _table(entries: int) -> str:
    return f"ledger-{entries}"


def main() -> int:
    began = time.monotonic()
    is_short = bool(os.environ.get("SMOKE"))
    # The largest ledger takes the longest to make, and no bound is about it.
    with everything(SIZES[:-1] if is_short else SIZES) as targets:
        print(f"everything runs after {time.monotonic() - began:.0f} s")
        is_met = hedge.is_met(targets, SMOKE if is_short else WHOLE)
    print(f"\n{time.monotonic() - began:.0f} s in all")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
