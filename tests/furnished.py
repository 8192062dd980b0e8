"""moto's tables and buckets, before anything is in them: made by the calls of AWS once, then copies of those."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends

_kept: dict[Callable[[], None], Any] = {}


def furnish(make: Callable[[], None]) -> None:
    """Do to a moto with nothing in it what `make` does, which creates tables and buckets and nothing else."""
    if make not in _kept:
        make()
        _kept[make] = deepcopy([dict(one) for one in _places()])
        return
    for place, made in zip(_places(), deepcopy(_kept[make]), strict=True):
        place.update(made)


def _places() -> list[Any]:
    """Where moto keeps tables, buckets, and whose those are."""
    tables = dynamodb_backends[DEFAULT_ACCOUNT_ID]["eu-west-1"].tables
    return [tables, s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets, s3_backends.bucket_accounts]
