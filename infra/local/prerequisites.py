"""What a start needs: it installs what is its own, and asks for `make setup` where that is missing or out of date."""

import hashlib
import json
import sys
from pathlib import Path

from infra.local.errors import CdkMissingError
from infra.local.layout import EMULATOR, ROOT, RUN
from infra.local.progress import Progress
from infra.local.tools import BIN, run_tool

LOG = RUN / "install.log"
MINISTACK = EMULATOR / "bin" / "ministack"

_EMULATOR_LOCK = ROOT / "requirements" / "local-aws.txt"
_EMULATOR_STAMP = EMULATOR / "installed-from"


def install(progress: Progress) -> None:
    """Installs the local AWS and the third-party layer, each only if it is not current.

    Raises CdkMissingError: what npm may run while it installs is decided in one place, the Makefile.
    """
    require_cdk(ROOT)
    if not _emulator_is_current():
        with progress.step("installing the local AWS"):
            _install_emulator()
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


def require_cdk(root: Path) -> None:
    """Raises CdkMissingError unless `node_modules` holds what `package-lock.json` says."""
    installed = root / "node_modules" / ".package-lock.json"
    if not installed.is_file():
        raise CdkMissingError("node_modules has no CDK: run `make setup`, then start again")
    if _versions(installed) != _versions(root / "package-lock.json"):
        raise CdkMissingError("node_modules is not what package-lock.json says: run `make setup`, then start again")


def _versions(lock: Path) -> dict[str, str]:
    packages: dict[str, dict[str, str]] = json.loads(lock.read_text())["packages"]
    return {name: package["version"] for name, package in packages.items() if name}
