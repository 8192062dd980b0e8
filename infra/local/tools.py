"""Runs the tools of a start (uv, the CDK) with their output in a log."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from infra.local.emulator import Emulator, tail
from infra.local.errors import ToolFailedError
from infra.local.layout import ROOT, shown

BIN = Path(sys.prefix) / "bin"


def own_environment() -> dict[str, str]:
    """This process's environment without any AWS setting, and with the tools of the virtual environment first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {"PATH": f"{BIN}{os.pathsep}{kept.get('PATH', os.defpath)}"}


def run_tool(
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str] | None = None,
    emulator: Emulator | None = None,
) -> None:
    """Runs one command in the repository's root.

    Raises ToolFailedError with the end of its log when it fails, and EmulatorDiedError when the local AWS
    that it talks to dies meanwhile.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(command),
            cwd=ROOT,
            env=dict(environment or own_environment()),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        code = _wait(process, emulator)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
    if code != 0:
        name = Path(command[0]).name
        raise ToolFailedError(f"{name} failed (exit {code}); the end of {shown(log)}:\n{tail(log)}")


def _wait(process: subprocess.Popen[bytes], emulator: Emulator | None) -> int:
    while (code := process.poll()) is None:
        if emulator:
            emulator.check()
        time.sleep(0.1)
    if emulator and code != 0:
        # A tool that lost its server says something less clear than the server's own end.
        emulator.check()
    return code
