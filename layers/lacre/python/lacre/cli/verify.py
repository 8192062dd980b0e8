"""`lacre verify`: check a copy of the archive, or a proof kept as a file, offline.

Ends in 0 verified, 1 tampered, 2 cannot conclude. VERIFIED is said of what stands under "Checked", and leaves open what
stands under "Not checked": read both. An option that may be repeated says "again"; @FILE is a file that holds the text.
"""

import argparse
import logging
import math
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lacre.cli.bounded import CERTIFICATE_BYTES, DOCUMENT_BYTES, read_at_most
from lacre.cli.keys import receipt_key, text_or_file, verifier_key
from lacre.cli.verification import Account, account_of_archive, account_of_file, account_of_refusal
from lacre.exporting.manifest import MAXIMUM_BYTES as MAXIMUM_MANIFEST_BYTES
from lacre.model.identifier import is_uuid
from lacre.tlog.cosignature import CosignerKey
from lacre.tlog.note import MAXIMUM_BYTES as MAXIMUM_NOTE_BYTES
from lacre.tlog.note import NoteError
from lacre.tlog.receipt import Receipt, ReceiptError, read_receipt
from lacre.verifying.archive import verify_archive
from lacre.verifying.evidence import verify_file
from lacre.verifying.proof_file import MAXIMUM_BYTES as MAXIMUM_FILE_BYTES
from lacre.verifying.questions import Document, Export, Question
from lacre.verifying.source import SourceError, open_copy
from lacre.verifying.verdict import Findings

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

_PDF = b"%PDF-"
_PROGRESS_SECONDS = 5.0
_MOST_WORKERS = 8
_MOST_MINUTES = 10_000_000
_OF_ARCHIVES = ("event", "receipt", "leaves", "not_older_than", "witness", "timestamp_authority", "export", "pdf")
_OF_ALL_LEAVES = ("event", "receipt", "not_older_than", "export", "pdf")


class _UsageError(ValueError):
    """Options that do not go together."""


def register(commands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = commands.add_parser("verify", help="check a copy of the archive offline", description=__doc__)
    add = parser.add_argument
    add("path", type=Path, metavar="PATH", help="directory or zip with versions.json in it, or a proof as a JSON file")
    add(
        "--key",
        required=True,
        action="append",
        type=verifier_key,
        metavar="VKEY|@FILE",
        help="a key of the log that you trust; again for each that you were given",
    )
    add(
        "--receipt-key",
        action="append",
        type=receipt_key,
        default=[],
        metavar="BASE64|@FILE",
        help="check receipts' signatures; again for more keys",
    )
    add(
        "--checkpoint", action="append", type=Path, default=[], metavar="FILE", help="one that you kept; again for more"
    )
    add("--event", type=_event, metavar="ID", help="show where an event stands in the log")
    add("--receipt", type=text_or_file, metavar="TEXT|@FILE", help="whether its promise was kept; needs --receipt-key")
    add("--leaves", type=_leaves, metavar="A-B", help="look at these leaves only; of the others check the hashes")
    add("--not-older-than", type=_minutes, metavar="MIN", help="so old may the newest event be")
    add("--as-of", type=_moment, metavar="TIME", help="count --not-older-than from here (ISO 8601; default: now)")
    add(
        "--witness",
        action="append",
        type=_witness,
        default=[],
        metavar="VKEY|@FILE",
        help="check its cosignatures; again for more",
    )
    add("--timestamp-authority", type=Path, metavar="PEM", help="check the timestamps against its certificates")
    add("--export", type=Path, metavar="MANIFEST", help="check an export, with --data")
    add("--data", type=Path, metavar="CSV", help="the export's data")
    add("--pdf", type=Path, metavar="DOCUMENT", help="check the official document of an export: signature and pages")
    add("--document-root", type=Path, metavar="PEM", help="check whose signature the document bears, up to this root")
    add("--deep", action="store_true", help="also check that headers and bodies are canonical by writing them anew")
    add("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    try:
        _refuse_misfits(arguments)
        with _question(arguments) as question:
            account = _account(arguments, question)
    except (_UsageError, SourceError, ReceiptError, OSError) as error:
        account = account_of_refusal(str(error))
    print(account.as_json() if arguments.json else account.as_text())
    return int(account.findings.verdict)


def _account(arguments: argparse.Namespace, question: Question) -> Account:
    content = _json_file(arguments.path)
    if content is not None:
        asked = [name for name in _OF_ARCHIVES if _is_given(arguments, name)]
        if asked:
            raise _UsageError(f"{', '.join(asked)}: a copy of the archive can be asked for this, a file cannot")
        findings = Findings()
        facts = verify_file(content, arguments.key, question.receipt_keys, question.kept_checkpoints, findings)
        return account_of_file(facts, findings, question, arguments.key)
    with open_copy(arguments.path) as copy:
        workers = min(os.cpu_count() or 1, _MOST_WORKERS)
        report = verify_archive(copy, arguments.key, question, _Progress(), workers)
    return account_of_archive(report, question, arguments.key)


def _refuse_misfits(arguments: argparse.Namespace) -> None:
    if len({key.name for key in arguments.key}) > 1:
        raise _UsageError("the keys are those of different logs: one at a time")
    if (arguments.export is None) != (arguments.data is None):
        raise _UsageError("an export is its manifest (--export) and its data (--data)")
    if arguments.document_root and not arguments.pdf:
        raise _UsageError("--document-root is whom the signature of a document is traced to, and --pdf was not given")
    if arguments.as_of is not None and arguments.not_older_than is None:
        raise _UsageError("--as-of is the time that --not-older-than counts from, and that was not given")
    asked = [name for name in _OF_ALL_LEAVES if _is_given(arguments, name)]
    if arguments.leaves and asked:
        raise _UsageError(f"{', '.join(asked)}: this takes all leaves, and --leaves looks at some only")


def _is_given(arguments: argparse.Namespace, name: str) -> bool:
    return getattr(arguments, name) not in (None, [])


@contextmanager
def _question(arguments: argparse.Namespace) -> Iterator[Question]:
    as_of = int((time.time() if arguments.as_of is None else arguments.as_of) * 1000)
    asked = Question(
        receipt_keys=tuple(arguments.receipt_key),
        kept_checkpoints=tuple(read_at_most(path, MAXIMUM_NOTE_BYTES) for path in arguments.checkpoint),
        event_id=arguments.event,
        receipt=_receipt(arguments),
        leaves=arguments.leaves,
        not_older_than=_not_older_than(arguments, as_of),
        as_of=as_of,
        witnesses=tuple(arguments.witness),
        authority=_certificates(arguments.timestamp_authority),
        document=_document(arguments),
        deep=arguments.deep,
    )
    if arguments.export is None:
        yield asked
        return
    with arguments.data.open("rb") as data:
        if data.peek(len(_PDF)).startswith(_PDF):
            raise _UsageError("the data are a PDF: that is given with --pdf alone, as its manifest is attached to it")
        yield replace(asked, export=Export(read_at_most(arguments.export, MAXIMUM_MANIFEST_BYTES), data))


def _certificates(path: Path | None) -> bytes | None:
    return read_at_most(path, CERTIFICATE_BYTES) if path else None


def _document(arguments: argparse.Namespace) -> Document | None:
    if not arguments.pdf:
        return None
    # What they find is told by the report; else they would tell it on the terminal, with tracebacks.
    for reader in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(reader).addHandler(logging.NullHandler())
    return Document(read_at_most(arguments.pdf, DOCUMENT_BYTES), _certificates(arguments.document_root))


def _json_file(path: Path) -> bytes | None:
    """What a file that begins as a JSON object holds, at most a byte more than is allowed; None for anything else."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        content = file.read(MAXIMUM_FILE_BYTES + 1)
    return content if content.lstrip()[:1] == b"{" else None


def _receipt(arguments: argparse.Namespace) -> Receipt | None:
    if not arguments.receipt:
        return None
    if not arguments.receipt_key:
        raise ReceiptError("a receipt proves nothing without --receipt-key")
    return read_receipt(arguments.receipt, *arguments.receipt_key)


def _not_older_than(arguments: argparse.Namespace, as_of: int) -> int | None:
    return None if arguments.not_older_than is None else max(as_of - int(arguments.not_older_than * 60_000), 0)


def _moment(argument: str) -> float:
    """Seconds since 1970."""
    try:
        moment = datetime.fromisoformat(argument)
    except ValueError:
        raise argparse.ArgumentTypeError("a time is written as in 2026-11-22T09:30:00Z") from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("a time needs its offset, such as Z")
    if moment.timestamp() < 0:
        raise argparse.ArgumentTypeError("a time before 1970 is before any log")
    return moment.timestamp()


def _minutes(argument: str) -> float:
    try:
        minutes = float(argument)
    except ValueError:
        minutes = math.nan
    if not 0 <= minutes <= _MOST_MINUTES:
        raise argparse.ArgumentTypeError(f"minutes are a number from 0 to {_MOST_MINUTES}")
    return minutes


def _event(argument: str) -> str:
    """In lower case, as the log writes ids."""
    if not is_uuid(argument.lower()):
        raise argparse.ArgumentTypeError("an event's id is a UUID: 32 hexadecimal digits and four hyphens")
    return argument.lower()


def _leaves(argument: str) -> range:
    found = re.fullmatch(r"([0-9]{1,18})-([0-9]{1,18})", argument)
    if not found or int(found[1]) > int(found[2]):
        raise argparse.ArgumentTypeError("the first and the last leaf, such as 0-99")
    return range(int(found[1]), int(found[2]) + 1)


def _witness(argument: str) -> CosignerKey:
    try:
        return CosignerKey.decode(text_or_file(argument))
    except NoteError as error:
        raise argparse.ArgumentTypeError(f"not a witness's key: {error}") from None


class _Progress:
    def __init__(self) -> None:
        self._began = self._shown = time.monotonic()

    def __call__(self, size: int, largest: int) -> None:
        now = time.monotonic()
        if now - self._shown < _PROGRESS_SECONDS:
            return
        self._shown = now
        left = (now - self._began) / max(size, 1) * max(largest - size, 0)
        print(f"{size} of {max(size, largest)} leaves, about {left:.0f} s left", file=sys.stderr)
