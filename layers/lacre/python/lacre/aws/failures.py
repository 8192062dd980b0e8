"""AWS errors in the words of the ports."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from lacre.ports.errors import OutcomeUnknownError, SignerUnavailableError, StoreUnavailableError

_IN_DOUBT = frozenset({"InternalServerError", "InternalError", "ServiceUnavailable"})
"""A server that failed in the middle: it may have done what it was asked."""


def code_of(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "Unknown")


@contextmanager
def store_failures(store: str) -> Iterator[None]:
    """Every failure becomes StoreUnavailableError, named by its code and never by a message with data in it."""
    try:
        yield
    except ClientError as error:
        if code_of(error) in _IN_DOUBT:
            raise OutcomeUnknownError(f"{store}: {code_of(error)}") from error
        raise StoreUnavailableError(f"{store}: {code_of(error)}") from error
    except BotoCoreError as error:
        # A connection that broke or timed out: whether the store did what it was asked is not known.
        raise OutcomeUnknownError(f"{store}: {type(error).__name__}") from error


@contextmanager
def signer_failures() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise SignerUnavailableError(f"KMS: {code_of(error)}") from error
    except BotoCoreError as error:
        raise SignerUnavailableError(f"KMS: {type(error).__name__}") from error
