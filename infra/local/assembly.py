"""The synthesised stacks of the local stage, made anew only when something they follow from has changed."""

import hashlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from infra.local.layout import ASSEMBLY, ROOT, RUN
from infra.local.mounted_layer import mount
from infra.local.tools import run_tool

CDK = ROOT / "node_modules" / ".bin" / "cdk"
LOG = RUN / "synth.log"

_TREES = ("infra", "functions", "layers")
_FILES = ("cdk.json", "package-lock.json", "requirements/dev.txt", "requirements/runtime.txt")
_HERE = Path(__file__).resolve().parent
_STAMP = ASSEMBLY / "fingerprint"


def fingerprint() -> str:
    """SHA-256 over the name and content of every file that the stacks are made from, and over the interpreter."""
    digest = hashlib.sha256(f"{sys.version}\0{ROOT}\0".encode())
    for file in sorted(_inputs()):
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the assembly on disk was made from the files as they are now."""
    return _STAMP.is_file() and _STAMP.read_text() == fingerprint()


def synthesise() -> None:
    """Makes the assembly. Raises ToolFailedError with what the CDK said."""
    made_from = fingerprint()
    _STAMP.unlink(missing_ok=True)
    run_tool(
        [str(CDK), "synth", "--quiet", "--context", "stage=local", "--output", str(ASSEMBLY), "--no-notices"],
        LOG,
    )
    mount()
    _forget_old_assets()
    _STAMP.write_text(made_from)


def _inputs() -> Iterator[Path]:
    for name in _FILES:
        yield ROOT / name
    for tree in _TREES:
        for file in (ROOT / tree).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts and _HERE not in file.parents:
                yield file


def _forget_old_assets() -> None:
    current = "".join(manifest.read_text() for manifest in ASSEMBLY.glob("*.assets.json"))
    for old in [*ASSEMBLY.glob("asset.*"), *(ASSEMBLY / ".cache").glob("*")]:
        digest = old.name.removeprefix("asset.").split(".")[0]
        if digest in current:
            continue
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()
