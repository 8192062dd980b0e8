"""What a start needs and installs when it is missing or out of date."""

import hashlib
import json
import sys
from pathlib import Path

from infra.local.layout import EMULATOR, ROOT, RUN
from infra.local.progress import Progress
from infra.local.tools import BIN, run_tool

LOG = RUN / "install.log"
MINISTACK = EMULATOR / "bin" / "ministack"

_EMULATOR_LOCK = ROOT / "requirements" / "local-aws.txt"
_EMULATOR_STAMP = EMULATOR / "installed-from"
_CDK_LOCK = ROOT / "package-lock.json"
_CDK_INSTALLED = ROOT / "node_modules" / ".package-lock.json"


def install(progress: Progress) -> None:
    """Installs the local AWS, the CDK's command line and the third-party layer, each only if it is not current."""
    if not _emulator_is_current():
        with progress.step("installing the local AWS"):
            _install_emulator()
    if not _cdk_is_current():
        with progress.step("installing the CDK"):
            run_tool([str(BIN / "npm"), "ci", "--no-audit", "--no-fund"], LOG)
    with progress.step("checking the third-party layer"):
        run_tool([sys.executable, "-m", "scripts.build_layer", "local"], LOG)


def _emulator_is_current() -> bool:
    return _EMULATOR_STAMP.is_file() and _EMULATOR_STAMP.read_text() == _wanted_emulator()


def _wanted_emulator() -> str:
    return f"{hashlib.sha256(_EMULATOR_LOCK.read_bytes()).hexdigest()} {sys.version}"


def _install_emulator() -> None:
    uv, python = str(BIN / "uv"), str(EMULATOR / "bin" / "python")
    # Functions run in ministack's interpreter: it has to be the one that the third-party layer is built for.
    run_tool([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(EMULATOR)], LOG)
    run_tool([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(_EMULATOR_LOCK)], LOG)
    _EMULATOR_STAMP.write_text(_wanted_emulator())


def _cdk_is_current() -> bool:
    return _CDK_INSTALLED.is_file() and _versions(_CDK_INSTALLED) == _versions(_CDK_LOCK)


def _versions(lock: Path) -> dict[str, str]:
    packages: dict[str, dict[str, str]] = json.loads(lock.read_text())["packages"]
    return {name: package["version"] for name, package in packages.items() if name}
