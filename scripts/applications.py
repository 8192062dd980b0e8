"""The applications of the HTTP functions, as their handlers wire them; over nothing, so that they can be looked at."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from tests.variables import placeholders

FUNCTIONS = ("identity", "network", "hedge", "query", "ingest")


def applications() -> dict[str, FastAPI]:
    """By the function's name."""
    with _region():
        return {function: _application(function) for function in FUNCTIONS}


def _application(function: str) -> FastAPI:
    os.environ.update(placeholders(function))
    app: FastAPI = importlib.import_module(f"functions.{function}.handler").handler.app
    return app


@contextmanager
def _region() -> Iterator[None]:
    """Clients want one, though nothing is asked of them; the environment is put back."""
    before = dict(os.environ)
    os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
