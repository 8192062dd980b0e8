"""`lacre archive copy`: bring the locked archive to a directory that `lacre verify` can read without a network."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

_FAILED = 2


def register(commands: "_SubParsersAction[ArgumentParser]") -> None:
    found = commands.add_parser("archive", help="copy the archive", description=__doc__)
    actions = found.add_subparsers(required=True, metavar="ACTION")
    copy = actions.add_parser(
        "copy",
        help="copy the archive bucket and its version listing, again to resume; exit 2: not whole",
    )
    copy.add_argument("--bucket", required=True, metavar="NAME", help="the archive bucket")
    copy.add_argument(
        "--to", required=True, type=Path, metavar="DIR", help="a new directory, or that of a copy to be resumed"
    )
    copy.add_argument("--endpoint-url", metavar="URL", help="of another S3 than that of AWS")
    copy.add_argument("--region", metavar="NAME")
    copy.set_defaults(run=_copy)


def _copy(arguments: argparse.Namespace) -> int:
    # Imported here: verifying must need no AWS, not even its library.
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    from lacre.aws.archive_copy import copy_archive

    try:
        client = boto3.client("s3", endpoint_url=arguments.endpoint_url, region_name=arguments.region)
        copied = copy_archive(client, arguments.bucket, arguments.to, lambda: time.sleep(1))
    except (BotoCoreError, ClientError, OSError) as error:
        print(f"the copy is not finished: {error}", file=sys.stderr)
        return _FAILED
    print(f"{copied.fetched} objects copied to {arguments.to}, {copied.kept} were there already")
    if copied.others:
        print(f"{copied.others} objects that are not the log's were listed and not copied")
    if not copied.settled:
        print("the log grew while it was listed: its end may be missing from the copy; copy again", file=sys.stderr)
        return _FAILED
    return 0
