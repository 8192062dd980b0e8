"""What the archive function is asked: a delivery of the stream, ids to seal, or a rotation of the log's keys.

IAM tells aliases apart, and not payloads: so each kind of request comes in by an alias of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAXIMUM_IDS = 1_000


class UnknownRequestError(ValueError):
    """An input of another form than those that the function knows: nothing was done."""


@dataclass(frozen=True)
class Delivered:
    """`{"Records": [...]}`, from the events table's stream."""

    records: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Unsealed:
    """`{"unsealed": [id, ...]}`: at most 1,000 events that the stream did not bring."""

    event_ids: Sequence[str]


@dataclass(frozen=True)
class Rotate:
    """`{"rotate": {"keys": [id of a KMS key, ...]}}`."""

    names: Sequence[str]


Request = Delivered | Unsealed | Rotate

ENTRANCES: Mapping[str, tuple[type[Request], ...]] = {
    "live": (Delivered,),
    "feed": (Unsealed,),
    "rotate": (Rotate,),
    # Without a qualifier: an operator, who has rights on the function itself.
    "": (Unsealed, Rotate),
}
"""By the alias that the function was called by."""


def request_of(event: Mapping[str, Any], arn: str) -> Request:
    """The request that came in by an ARN of the function. Raises UnknownRequestError, also for the wrong entrance."""
    request = _request(event)
    entrance = _entrance(arn)
    if not isinstance(request, ENTRANCES.get(entrance, ())):
        raise UnknownRequestError(f"{type(request).__name__} is not taken by the entrance {entrance!r}")
    return request


def _entrance(arn: str) -> str:
    """The qualifier: `arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]`."""
    qualifier = ":".join(arn.split(":")[7:])
    # The local AWS names the version that `live` stands for when it delivers the stream.
    return "live" if qualifier.isdecimal() else qualifier


def _request(event: Mapping[str, Any]) -> Request:
    match event:
        case {"Records": [*records]}:
            return Delivered(records)
        case {"unsealed": [*ids], **others} if not others and len(ids) <= MAXIMUM_IDS:
            return Unsealed(_texts(ids))
        case {"rotate": {"keys": [*names], **inner}, **others} if not others and not inner:
            return Rotate(_texts(names))
    raise UnknownRequestError("neither a delivery, nor ids to seal, nor keys to rotate to")


def _texts(found: Sequence[Any]) -> Sequence[str]:
    if not all(isinstance(one, str) and one for one in found):
        raise UnknownRequestError("an id is no text")
    return found
