"""The core has no AWS, web framework, logger, clock or environment; import-linter holds the rest of the rule."""

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import PRODUCT, ROOT, files, name_of, tree_of

ADAPTERS = {"aws", "http", "cli", "wiring"}
IMPURE = {
    "os",
    "time",
    "logging",
    "boto3",
    "botocore",
    "fastapi",
    "starlette",
    "mangum",
    "pynamodb",
    "aws_lambda_powertools",
    "random",
    "secrets",
    "socket",
}

# The verifier opens the copy that it is given, and must not follow links out of it.
FILE_READERS = {"lacre/python/lacre/verifying/source.py": {"os"}}


def is_pure(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] == "layers" and not ADAPTERS & set(parts) and path.name != "settings.py"


def imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", [one for one in files("layers") if is_pure(one)], ids=name_of)
def test_the_heart_imports_nothing_impure(path: Path) -> None:
    allowed = FILE_READERS.get(path.relative_to(ROOT / "layers").as_posix(), set())
    assert not imported(tree_of(path)) & (IMPURE - allowed)


def test_only_settings_read_the_environment() -> None:
    readers = [name_of(path) for path in files(*PRODUCT) if "os.environ" in path.read_text()]
    allowed = [name for name in readers if name.endswith("settings.py") or name.startswith("infra/")]
    assert readers == allowed
