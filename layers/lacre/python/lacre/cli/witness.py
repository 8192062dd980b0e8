"""`lacre witness init|serve|check-fork`: watch other people's logs, and show that one signed two histories."""

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lacre.cli.bounded import read_at_most
from lacre.cli.keys import verifier_key

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

_PROVEN = 1
_FAILED = 2
_LARGEST_PORT = 65_535


def register(commands: "_SubParsersAction[ArgumentParser]") -> None:
    found = commands.add_parser("witness", help="watch logs and cosign their checkpoints", description=__doc__)
    steps = found.add_subparsers(required=True, metavar="STEP")
    init = steps.add_parser("init", help="make a witness's key and print its verifier key")
    init.add_argument("--name", required=True, help="like a URL without its scheme: witness.example.com/w1")
    init.add_argument("--key-file", required=True, type=Path, metavar="FILE", help="must not be there yet")
    init.set_defaults(run=_init)
    serve = steps.add_parser("serve", help="answer C2SP tlog-witness requests until SIGTERM")
    serve.add_argument("--key-file", required=True, type=Path, metavar="FILE", help="made by init")
    serve.add_argument("--state", required=True, type=Path, metavar="DIR", help="what it remembers; never to be lost")
    serve.add_argument(
        "--log", required=True, action="append", type=verifier_key, metavar="VKEY",
        help="a key of a log that is cosigned, or @FILE; again for another key or another log",
    )  # fmt: skip
    serve.add_argument("--port", required=True, type=_port, help="0 takes any that is free")
    serve.add_argument("--host", default="127.0.0.1", help="default: this machine alone")
    serve.set_defaults(run=_serve)
    check = steps.add_parser(
        "check-fork", help="does a record prove that a log signed two histories? 1: it does, 2: it proves nothing"
    )
    check.add_argument("record", type=Path, metavar="FILE", help="what a witness kept under DIR/evidence")
    check.add_argument(
        "--key", required=True, action="append", type=verifier_key, metavar="VKEY",
        help="a key of the log, or @FILE; again for each key that may have signed either checkpoint",
    )  # fmt: skip
    check.set_defaults(run=_check_fork)


def _init(arguments: argparse.Namespace) -> int:
    from lacre.cli.witness_key import KeyFileError, make_key_file

    try:
        key = make_key_file(arguments.key_file, arguments.name)
    except (KeyFileError, OSError) as error:
        return _fail(error)
    print(key.encode())
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    # Imported here: no other command needs a server.
    from lacre.aws.ambient import SystemClock
    from lacre.cli.witness_directory import WitnessDirectory
    from lacre.cli.witness_key import KeyFileError, read_key_file
    from lacre.cli.witness_server import serve
    from lacre.witnessing.known_logs import by_origin
    from lacre.witnessing.witness import Witness

    logs = by_origin(arguments.log)
    try:
        name, signer = read_key_file(arguments.key_file)
        witness = Witness(name, signer, WitnessDirectory(arguments.state), lambda: logs, SystemClock())
        serve(witness, arguments.host, arguments.port)
    except (KeyFileError, OSError) as error:
        return _fail(error)
    return 0


def _check_fork(arguments: argparse.Namespace) -> int:
    from lacre.witnessing.evidence import MAXIMUM_BYTES, Evidence, NotProvenError, prove_fork

    try:
        fork = prove_fork(Evidence.decode(read_at_most(arguments.record, MAXIMUM_BYTES)), arguments.key)
    except OSError as error:
        return _fail(error)
    except NotProvenError as error:
        print(f"nothing is proven: {error}")
        return _FAILED
    print(f"a fork is proven: {fork.origin} signed two histories")
    print(f"  root of the first {fork.size} leaves, as it was signed: {fork.signed_root.hex()}")
    print(f"  and as the checkpoint of size {fork.larger} signs it:   {fork.other_root.hex()}")
    return _PROVEN


def _port(argument: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", argument) or int(argument) > _LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to {_LARGEST_PORT}")
    return int(argument)


def _fail(error: Exception) -> int:
    print(error, file=sys.stderr)
    return _FAILED
