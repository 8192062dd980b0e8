"""`lacre`: the command line for auditors and operators."""

import argparse
import sys
import traceback
from collections.abc import Sequence

from lacre.cli import archive, backtest, log, receipt, rules, verify, witness

COMMANDS = (verify, archive, log, receipt, rules, backtest, witness)
"""Each has `register(commands)`, which adds its parser and sets `run`, a function from arguments to exit code."""

_CRASHED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    parser = argparse.ArgumentParser(prog="lacre", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except Exception:  # noqa: BLE001 - Python ends with 1 on an error, and 1 says "tampered": nothing may crash into it
        traceback.print_exc()
        return _CRASHED


if __name__ == "__main__":
    sys.exit(main())
