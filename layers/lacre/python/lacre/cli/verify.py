"""`lacre verify`: check a copy of the archive offline. Ends in 0 verified, 1 tampered, 2 cannot conclude."""

import argparse
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lacre.cli.keys import receipt_key, text_or_file, verifier_key
from lacre.cli.verification import as_json, as_text
from lacre.tlog.receipt import Receipt, ReceiptError, read_receipt
from lacre.verifying.archive import Report, verify_archive
from lacre.verifying.questions import Question
from lacre.verifying.source import SourceError, open_copy

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

_PROGRESS_SECONDS = 5.0


def register(commands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = commands.add_parser("verify", help="check a copy of the archive offline", description=__doc__)
    parser.add_argument("path", type=Path, metavar="PATH", help="directory or zip file with versions.json in it")
    parser.add_argument("--key", required=True, type=verifier_key, metavar="VKEY|@FILE", help="name+hash+base64")
    parser.add_argument("--receipt-key", type=receipt_key, metavar="BASE64|@FILE", help="check receipts' signatures")
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint that you kept")
    parser.add_argument("--event", metavar="ID", help="show where an event stands in the log")
    parser.add_argument("--receipt", type=text_or_file, metavar="TEXT|@FILE", help="whether a promise was kept")
    parser.add_argument("--not-older-than", type=float, metavar="MIN", help="minutes the newest event may be old")
    parser.add_argument("--as-of", type=_moment, metavar="TIME", help="the time to count from, ISO 8601 (default: now)")
    parser.add_argument("--deep", action="store_true", help="also check that bodies are canonical")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    try:
        question = _question(arguments)
        with open_copy(arguments.path) as copy:
            report = verify_archive(copy, arguments.key, question, _Progress())
    except (SourceError, ReceiptError, OSError) as error:
        question, report = Question(), Report()
        report.findings.inconclusive(str(error))
    print((as_json if arguments.json else as_text)(report, question, arguments.key))
    return int(report.findings.verdict)


def _question(arguments: argparse.Namespace) -> Question:
    return Question(
        receipt_key=arguments.receipt_key,
        kept_checkpoint=arguments.checkpoint.read_bytes() if arguments.checkpoint else None,
        event_id=arguments.event,
        receipt=_receipt(arguments),
        not_older_than=_not_older_than(arguments),
        deep=arguments.deep,
    )


def _receipt(arguments: argparse.Namespace) -> Receipt | None:
    if not arguments.receipt:
        return None
    if not arguments.receipt_key:
        raise ReceiptError("a receipt proves nothing without --receipt-key")
    return read_receipt(arguments.receipt, arguments.receipt_key)


def _not_older_than(arguments: argparse.Namespace) -> int | None:
    if arguments.not_older_than is None:
        return None
    as_of: float = arguments.as_of if arguments.as_of is not None else time.time()
    return int((as_of - arguments.not_older_than * 60) * 1000)


def _moment(argument: str) -> float:
    """Seconds since 1970."""
    moment = datetime.fromisoformat(argument)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("a time needs its offset, such as Z")
    return moment.timestamp()


class _Progress:
    def __init__(self) -> None:
        self._shown = time.monotonic()

    def __call__(self, size: int) -> None:
        if time.monotonic() - self._shown >= _PROGRESS_SECONDS:
            self._shown = time.monotonic()
            print(f"{size} leaves so far", file=sys.stderr)
