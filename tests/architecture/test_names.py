"""Names say what a thing knows or does (ADR 1)."""

import ast
import re

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
def test_no_name_hides_what_it_is(path: ast.AST) -> None:
    file = name_of(path)  # type: ignore[arg-type]  # parametrize passes a Path
    offenders = [] if file in ALLOWED else [file] * bool(forbidden_in(file))
    for node in ast.walk(tree_of(path)):  # type: ignore[arg-type]  # likewise
        is_definition = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if is_definition and node.name not in ALLOWED and forbidden_in(node.name):
            offenders.append(node.name)
    assert not offenders


def test_the_check_finds_what_it_looks_for() -> None:
    assert forbidden_in("EventService") == {"service"}
    assert forbidden_in("string_utils.py") == {"utils", "util"}
    assert not forbidden_in("database.py")
