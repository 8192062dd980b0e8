"""A stand-in for the repository: what the stacks pack, in miniature, so that their tests need no build."""

import hashlib
import json
from pathlib import Path

FUNCTIONS = ("identity", "network", "hedge", "query", "ingest", "archive", "fraud", "sweep", "export")
PACKAGES = ("lacre", "identity", "network", "hedge")


def _write(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def write_repository(root: Path) -> Path:
    """Lays out functions, layers, a lock and both builds of the third-party layer under a folder."""
    _write(root / "functions" / "__init__.py")
    for name in FUNCTIONS:
        _write(root / "functions" / name / "__init__.py")
        _write(root / "functions" / name / "handler.py", f'"""{name}"""\n')
        _write(root / "functions" / name / "templates" / "page.html", "<p></p>\n")
        _write(root / "functions" / name / "__pycache__" / "handler.cpython-311.pyc", "stale")
    for name in PACKAGES:
        _write(root / "layers" / name / "python" / name / "__init__.py")
        _write(root / "layers" / name / "python" / name / "__pycache__" / "x.cpython-311.pyc", "stale")
    _write(root / "README.md", "not for a function\n")
    _write(root / "requirements" / "runtime.txt", "boto3==1.0\n")
    for target in ("aws", "local"):
        write_deps(root, target)
    return root


def write_deps(root: Path, target: str) -> None:
    """Pretends that the third-party layer was built from the lock as it is now."""
    lock = hashlib.sha256((root / "requirements" / "runtime.txt").read_bytes()).hexdigest()
    _write(root / ".build" / f"deps-{target}" / "python" / "boto3.py")
    _write(root / ".build" / f"deps-{target}.json", json.dumps({"lock": lock, "digest": lock}))
