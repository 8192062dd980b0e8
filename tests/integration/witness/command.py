"""`lacre witness serve` as a process of its own."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from lacre.tlog.cosignature import CosignerKey
from lacre.tlog.note import VerifierKey

NAME = "witness.example.com/w1"


@dataclass(frozen=True)
class Running:
    url: str
    key: CosignerKey
    process: subprocess.Popen[str]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A step of `lacre witness` that ends by itself."""
    return subprocess.run(_command(*arguments), capture_output=True, text=True, timeout=60, check=False)


@cache
def _key() -> bytes:
    """That of all witnesses here, as the command makes it."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "witness.key"
        assert run("init", "--name", NAME, "--key-file", made).returncode == 0
        return made.read_bytes()


@contextmanager
def serving(folder: Path, logs: Sequence[VerifierKey]) -> Iterator[Running]:
    """A witness that listens on any free port; its key and its memory are in the folder, and stay there."""
    key_file = folder / "witness.key"
    if not key_file.exists():
        key_file.touch(0o600)
        key_file.write_bytes(_key())
    trusted = [word for key in logs for word in ("--log", key.encode())]
    arguments = _command("serve", "--key-file", key_file, "--state", folder / "state", "--port", "0", *trusted)
    with (folder / "witness.log").open("a") as log:
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        url, vkey = process.stdout.readline().strip(), process.stdout.readline().strip()
        yield Running(url, CosignerKey.decode(vkey), process)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(30)
        assert process.stdout is not None
        process.stdout.close()


def _command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "lacre.cli.main", "witness", *map(str, arguments)]
