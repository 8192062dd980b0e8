"""`python -m infra.local.demo [--scale S] [--seed N]`, against a stack that runs: a province is founded through its API
and lives a day, with some mischief; then its trail is shown and verified, tampered with, and verified again.

A seed always gives the same names, amounts and mischief; without one the first is taken that the stack has nothing of.
Ends in 0 if everything was as it has to be, in 1 if not.
"""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from infra.local import stack_file
from infra.local.demo import affairs, ordinary_day
from infra.local.demo.accounting import await_alert, now, settle
from infra.local.demo.callers import Api, Caller, api_at
from infra.local.demo.district import District, Province
from infra.local.demo.evidence import examine
from infra.local.demo.founding import appoint, choose_plan, found
from infra.local.demo.mischief import MISDEEDS, guessed_pins
from infra.local.demo.plan import Size, address
from infra.local.demo.show import evidence_of, show_events, show_proof
from infra.local.errors import LocalError
from infra.local.progress import Progress
from infra.local.stack_file import Stack

CALLERS = 4
"""At once. The local AWS starts a process for each call that finds none idle."""

ByDistrict = Callable[[District], None]


def live(province: Province, progress: Progress) -> None:
    """Found the province and let it live for a day. Raises UnexpectedAnswerError."""
    size = province.plan.size
    counted = f"{size.markets} markets, {size.merchants} merchants, {size.agents} agents, {size.pos} POS"
    everywhere(province, progress, f"registering {counted} in {size.districts} districts", found)
    everywhere(province, progress, "the morning: people log in and choose PINs", ordinary_day.morning)
    everywhere(province, progress, "the day: sales, receipts, uploads, registers", ordinary_day.business)
    with progress.step("the offices: moves, users, keys, another back end"):
        for affair in (affairs.jurisdictions, affairs.administration, affairs.keys, affairs.imports):
            affair(province)
    everywhere(province, progress, "the evening: merchants look at their sales", ordinary_day.evening)
    with progress.step("mischief"):
        for misdeed in MISDEEDS:
            misdeed(province)


def everywhere(province: Province, progress: Progress, what: str, work: ByDistrict) -> None:
    """The same in every district, a few of them at once."""
    with progress.step(what), ThreadPoolExecutor(CALLERS) as pool:
        for _ in pool.map(work, province.districts):
            pass


def demonstrate(stack: Stack, seed: int | None, size: Size) -> None:
    since, api = now(), api_at(stack["api"])
    admin, auditor = _person(stack, api, "admin", 20), _person(stack, api, "auditor", 22)
    admin.log_in()
    plan = choose_plan(admin, seed, size)
    print(f"A province by the seed {plan.seed} (user names end in -{plan.tag}):")
    progress = Progress()
    with progress.step("appointing officials"):
        province = appoint(plan, admin)
    live(province, progress)
    auditor.log_in()
    with progress.step("somebody guesses a merchant's PIN, five times"):
        victim = guessed_pins(province)
    finding, seconds = await_alert(auditor, victim, since)
    print(f"\nThe detector, {seconds:.1f} s after the last guess: {finding['severity']} {finding['action']}")
    print("\nThe trail, its newest events first:")
    show_events(auditor, since)
    settle(auditor, since)
    print("\nThe proof of the finding:")
    checkpoint = show_proof(auditor, finding["id"])
    print("\nThe archive, without trusting whoever runs it:")
    examine(stack, checkpoint, evidence_of(auditor, finding["id"]))
    print(f"\nSee it all: {stack['console']} (user auditor, PIN in .local/stack.json)")


def _person(stack: Stack, api: Api, username: str, number: int) -> Caller:
    pin = next(user["pin"] for user in stack["users"] if user["username"] == username)
    return Caller(api, address(number), username, pin)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1, help="share of the whole province (default %(default)s)")
    parser.add_argument("--seed", type=int, help="1 or more")
    asked = parser.parse_args()
    if not 0 < asked.scale <= 1 or (asked.seed is not None and asked.seed < 1):
        parser.error("--scale is above 0 and 1 at most, --seed is 1 or more")
    stack = stack_file.running()
    if stack is None:
        print("error: nothing is running; start it with `make run` in another terminal", file=sys.stderr)
        return 1
    try:
        demonstrate(stack, asked.seed, Size.of(asked.scale))
    except LocalError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
