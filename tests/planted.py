"""Secrets put where a careless or hostile caller could put them."""

from collections.abc import Iterator
from typing import Any


def planted(body: Any, secret: str) -> Iterator[Any]:
    """The secret itself, and the body with it in the place of each value in turn, and as a name in each object."""
    yield secret
    if isinstance(body, list):
        yield from ([other, *body[1:]] for other in planted(body[0], secret))
    elif isinstance(body, dict):
        yield {**body, secret: "as a name"}
        yield {**body, "unknown": {secret: secret, "deep": [secret]}}
        for name, value in body.items():
            yield from ({**body, name: other} for other in planted(value, secret))
