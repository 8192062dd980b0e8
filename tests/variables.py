"""The environment variables that each function's Settings read, and values with which a handler can be imported."""

import dataclasses
import importlib
import typing
from collections.abc import Iterator

FUNCTIONS = ("identity", "network", "hedge", "query", "ingest", "archive", "fraud", "sweep", "export", "witness")


def variables(function: str) -> list[str]:
    """The upper-cased leaf fields of a function's Settings."""
    settings = importlib.import_module(f"functions.{function}.settings").Settings
    return [name.upper() for name in _leaf_fields(settings)]


def placeholders(function: str) -> dict[str, str]:
    """An environment in which the function's handler can be imported; it leads nowhere."""
    closed = {"JWT_ALGORITHM": "ES256", "JWT_SESSIONS": "own", "TRADING_ZONE": "UTC"}
    return {name: closed.get(name, "https://lacre.example.com") for name in variables(function)}


def _leaf_fields(settings: type) -> Iterator[str]:
    """The fields of a settings class, with those of nested classes in place of the nesting field."""
    types = typing.get_type_hints(settings)
    for field in dataclasses.fields(settings):
        inner = types[field.name]
        if isinstance(inner, type) and dataclasses.is_dataclass(inner):
            yield from _leaf_fields(inner)
        else:
            yield field.name
