"""Names say what a thing knows or does (ADR 1)."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import TREES, files, name_of, tree_of

FORBIDDEN = {
    "service",
    "manager",
    "helper",
    "util",
    "utils",
    "common",
    "shared",
    "core",
    "base",
    "misc",
    "processor",
    "engine",
}
DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
ALLOWED = {
    # DynamoDB Local is an engine in its makers' own word.
    "tests/dynamodb_local/engine.py",
    "engine_address",
}


def words(name: str) -> set[str]:
    separate = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return set(re.split(r"[_\-./]+", separate))


def forbidden_in(name: str) -> set[str]:
    found = words(name)
    return (found | {word.removesuffix("s") for word in found}) & FORBIDDEN


@pytest.mark.parametrize("path", files(*TREES), ids=name_of)
def test_no_name_hides_what_it_is(path: Path) -> None:
    file = name_of(path)
    offenders = [] if file in ALLOWED else [file] * bool(forbidden_in(file))
    defined = [node.name for node in ast.walk(tree_of(path)) if isinstance(node, DEFINITIONS)]
    offenders += [name for name in defined if name not in ALLOWED and forbidden_in(name)]
    assert not offenders


def test_the_check_finds_what_it_looks_for() -> None:
    assert forbidden_in("EventService") == {"service"}
    assert forbidden_in("string_utils.py") == {"utils", "util"}
    assert not forbidden_in("database.py")
