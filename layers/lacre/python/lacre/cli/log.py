"""`lacre log`: make the public log, or the log's table, again from a copy of the archive that was verified."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lacre.cli.keys import verifier_key
from lacre.ports.errors import StoreUnavailableError
from lacre.sealing.log_files import write_log_files
from lacre.sealing.rebuilding import HeadAheadError, UnprovenLogError, proven_batches, restore
from lacre.verifying.source import SourceError, open_copy

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

_FAILED = 2


def register(commands: "_SubParsersAction[ArgumentParser]") -> None:
    actions = commands.add_parser("log", help="make the log again from its archive", description=__doc__)
    found = actions.add_subparsers(required=True, metavar="ACTION")
    build = found.add_parser("build", help="write the public log (C2SP tlog-tiles) to a directory, offline")
    build.add_argument("copy", type=Path, metavar="COPY", help="directory or zip file made by `lacre archive copy`")
    build.add_argument("--to", required=True, type=Path, metavar="DIR", help="a directory that is not there yet")
    build.set_defaults(run=_build)
    again = found.add_parser("restore", help="write head and index rows of a lost or older log table")
    again.add_argument(
        "--log-table", required=True, metavar="NAME", help="the DynamoDB table, empty or behind the copy"
    )
    again.add_argument("--archive", required=True, type=Path, metavar="COPY", help="made by `lacre archive copy`")
    again.add_argument("--endpoint-url", metavar="URL", help="of another DynamoDB than that of AWS")
    again.add_argument("--region", metavar="NAME")
    again.set_defaults(run=_restore)
    for action in (build, again):
        action.add_argument(
            "--key", required=True, type=verifier_key, metavar="VKEY|@FILE", help="the key that the log began with"
        )


def _build(arguments: argparse.Namespace) -> int:
    target: Path = arguments.to
    part = target.with_name(target.name + ".part")
    if target.exists():
        return _refuse(f"{target} is there already")
    if part.exists():
        return _refuse(f"{part} is there: another build is at work, or one that died left it; then delete it")
    try:
        with open_copy(arguments.copy) as copy:
            batches = proven_batches(copy, arguments.key)
            head = write_log_files(batches, arguments.key.name, lambda path, content: _write(part / path, content))
        part.replace(target)
    except (UnprovenLogError, SourceError, OSError) as error:
        return _refuse(f"the log was not built: {error}")
    print(f"a log of {head.size} leaves is in {target}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    # Imported here: all else of this command line must need no AWS, not even its library.
    import boto3
    from botocore.exceptions import BotoCoreError

    from lacre.aws.log_table import LogTable

    try:
        client = boto3.client("dynamodb", endpoint_url=arguments.endpoint_url, region_name=arguments.region)
        table = LogTable(client, arguments.log_table)
        with open_copy(arguments.archive) as copy:
            head = restore(table, table, proven_batches(copy, arguments.key))
    except (UnprovenLogError, HeadAheadError, StoreUnavailableError, SourceError, BotoCoreError, OSError) as error:
        return _refuse(f"the head was not restored: {error}")
    print(f"the log table knows {head.size} leaves")
    return 0


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return _FAILED


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
