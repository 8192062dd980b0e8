"""`python -m infra.local.demo`, against a stack that runs. Ends in 0 if everything was as it has to be."""

import sys
from datetime import UTC, datetime

from infra.local import stack_file
from infra.local.demo.acts import await_alert, mischief, ordinary_life
from infra.local.demo.callers import Caller
from infra.local.demo.evidence import examine
from infra.local.demo.show import evidence_of, show_events, show_proof
from infra.local.errors import LocalError
from infra.local.stack_file import Stack


def demonstrate(stack: Stack) -> None:
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    print("People act:")
    agent_id = ordinary_life(stack)
    mischief(stack, agent_id)
    auditor = Caller(stack, "auditor", "192.0.2.23")
    auditor.log_in()
    finding, seconds = await_alert(auditor, since)
    print(f"\nThe detector, {seconds:.1f} s after the last guess: {finding['severity']} {finding['action']}")
    print("\nThe trail:")
    show_events(auditor, since)
    print("\nThe proof of the finding:")
    checkpoint = show_proof(auditor, finding["id"])
    print("\nThe archive, without trusting whoever runs it:")
    examine(stack, checkpoint, evidence_of(auditor, finding["id"]))
    print(f"\nSee it all: {stack['console']} (user auditor, PIN in .local/stack.json)")


def main() -> int:
    stack = stack_file.running()
    if stack is None:
        print("error: nothing is running; start it with `make run` in another terminal", file=sys.stderr)
        return 1
    try:
        demonstrate(stack)
    except LocalError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
