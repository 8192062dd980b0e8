"""`lacre receipt read`: what a receipt promises, and whether the receipt key stands behind it."""

import argparse
import sys
from typing import TYPE_CHECKING

from lacre.cli.keys import receipt_key, text_or_file
from lacre.model import moment
from lacre.tlog.receipt import ReceiptError, claimed_receipt, read_receipt

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction

_NOT_SIGNED = 1
_NO_RECEIPT = 2


def register(commands: "_SubParsersAction[ArgumentParser]") -> None:
    found = commands.add_parser("receipt", help="read a receipt", description=__doc__)
    actions = found.add_subparsers(required=True, metavar="ACTION")
    read = actions.add_parser(
        "read", help="print what it promises; exit 0 signed, 1 not signed by this key, 2 no receipt"
    )
    read.add_argument("receipt", type=text_or_file, metavar="TEXT|@FILE", help="the X-Audit-Receipt of an answer")
    read.add_argument("--receipt-key", type=receipt_key, required=True, metavar="BASE64|@FILE", help="32 bytes")
    read.set_defaults(run=_read)


def _read(arguments: argparse.Namespace) -> int:
    try:
        claimed_receipt(arguments.receipt)
    except ReceiptError as error:
        print(f"not a receipt: {error}", file=sys.stderr)
        return _NO_RECEIPT
    try:
        receipt = read_receipt(arguments.receipt, arguments.receipt_key)
    except ReceiptError as error:
        print(f"not a receipt of this key: {error}", file=sys.stderr)
        return _NOT_SIGNED
    print(f"event        {receipt.event_id}")
    print(f"leaf hash    {receipt.leaf_hash.hex()}")
    print(f"recorded at  {moment.to_text(receipt.recorded_at)}")
    print(f"sealed by    {moment.to_text(receipt.sealed_by)}")
    return 0
