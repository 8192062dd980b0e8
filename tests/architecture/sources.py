"""The product's own Python files."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
TREES = ("functions", "layers", "infra", "scripts", "load", "tests")
PRODUCT = ("functions", "layers", "infra")


def files(*trees: str) -> list[Path]:
    found = [path for tree in trees for path in (ROOT / tree).rglob("*.py")]
    return sorted(path for path in found if "node_modules" not in path.parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))
