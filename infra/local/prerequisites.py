"""What a start needs and installs when it is missing or out of date."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from infra.local.layout import EMULATOR, ROOT, RUN
from infra.local.progress import Progress
from infra.local.tools import BIN, run_tool

LOG = RUN / "install.log"
MINISTACK = EMULATOR / "bin" / "ministack"


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder that a lock file determines, and the commands that make it."""

    what: str
    lock: Path
    folder: Path
    commands: tuple[tuple[str, ...], ...]

    @property
    def _stamp(self) -> Path:
        return self.folder / ".installed-lock"

    def is_current(self) -> bool:
        """Whether the folder was made from the lock as it is now."""
        return self._stamp.is_file() and self._stamp.read_text() == _digest(self.lock)

    def make(self) -> None:
        """Makes the folder; it counts as made only when every command succeeded."""
        self._stamp.unlink(missing_ok=True)
        for command in self.commands:
            run_tool(command, LOG)
        self._stamp.write_text(_digest(self.lock))


def _emulator() -> Installation:
    lock = ROOT / "requirements" / "local-aws.txt"
    uv = str(BIN / "uv")
    return Installation(
        what="installing the local AWS",
        lock=lock,
        folder=EMULATOR,
        # Functions run in ministack's interpreter: it has to be the one that the third-party layer is built for.
        commands=(
            (uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(EMULATOR)),
            (uv, "pip", "sync", "--require-hashes", "--python", str(EMULATOR / "bin" / "python"), str(lock)),
        ),
    )


def _cdk() -> Installation:
    npm = str(BIN / "npm")
    return Installation(
        what="installing the CDK",
        lock=ROOT / "package-lock.json",
        folder=ROOT / "node_modules",
        commands=((npm, "ci", "--no-audit", "--no-fund"),),
    )


def install(progress: Progress) -> None:
    """Installs the local AWS, the CDK's command line and the third-party layer, each only when it is not current."""
    for installation in (_emulator(), _cdk()):
        if not installation.is_current():
            with progress.step(installation.what):
                installation.make()
    with progress.step("checking the third-party layer"):
        run_tool([sys.executable, "-m", "scripts.build_layer", "local"], LOG)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
