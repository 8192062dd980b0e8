"""`lacre`: the command line for auditors and operators."""

import argparse
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

COMMANDS = ("verify", "archive", "log", "receipt", "rules", "backtest", "witness")
"""Each is a module beside this one with `register(commands)`, which adds its parser and sets `run`, a function from
arguments to exit code."""

_CRASHED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    parser = argparse.ArgumentParser(prog="lacre", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    given = sys.argv[1:] if arguments is None else arguments
    # To import them all takes longer than most of them run.
    asked = [name for name in COMMANDS if name in given[:1]] or COMMANDS
    for name in asked:
        import_module(f"lacre.cli.{name}").register(commands)
    parsed = parser.parse_args(given)
    try:
        return int(parsed.run(parsed))
    except Exception:  # noqa: BLE001 - Python ends with 1 on an error, and 1 says "tampered": nothing may crash into it
        traceback.print_exc()
        return _CRASHED


if __name__ == "__main__":
    sys.exit(main())
