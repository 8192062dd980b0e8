"""Keys and receipts as they are given on the command line: the text itself, or @FILE."""

import argparse
from pathlib import Path

from lacre.cli.bounded import TEXT_BYTES, TooLargeError, read_at_most
from lacre.tlog import strict_base64
from lacre.tlog.note import NoteError, VerifierKey

_RAW_BYTES = 32


def text_or_file(argument: str) -> str:
    """The argument, or the content of the file that it names after an @."""
    if not argument.startswith("@"):
        return argument.strip()
    try:
        return read_at_most(Path(argument[1:]), TEXT_BYTES).decode().strip()
    except TooLargeError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise argparse.ArgumentTypeError(f"{argument[1:]} cannot be read ({type(error).__name__})") from None


def verifier_key(argument: str) -> VerifierKey:
    """A C2SP verifier key: name+hash+base64."""
    try:
        return VerifierKey.decode(text_or_file(argument))
    except NoteError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def receipt_key(argument: str) -> bytes:
    """The receipt key's 32 raw bytes in base64."""
    try:
        raw = strict_base64.decode(text_or_file(argument))
    except ValueError:
        raise argparse.ArgumentTypeError("the receipt key is not base64") from None
    if len(raw) != _RAW_BYTES:
        raise argparse.ArgumentTypeError("the receipt key does not have 32 bytes")
    return raw
