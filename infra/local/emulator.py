"""ministack, the local AWS, as a child of this process."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx2

from infra.local.errors import EmulatorDiedError, LocalError, PortBusyError
from infra.local.layout import shown

HOST = "127.0.0.1"
HEALTH = "/_ministack/health"
START_SECONDS = 30
STOP_SECONDS = 15
LOG_LINES = 15


def require_free_port(port: int) -> None:
    """Raises PortBusyError when something already listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            raise PortBusyError(
                f"port {port} on {HOST} is busy: end what listens there "
                f"(an earlier run: `python -m infra.local.run --stop`), then start again"
            )


def answers(endpoint: str) -> bool:
    """Whether a local AWS is healthy at this address."""
    try:
        return httpx2.get(endpoint + HEALTH, timeout=5, trust_env=False).status_code == httpx2.codes.OK
    except httpx2.TransportError:
        return False


class Emulator:
    """One run of ministack, with IAM enforced and nothing kept: its state ends with the process.

    It does not persist on purpose. After a restart ministack 1.5.33 has forgotten the retention of every
    object version and skips new stream records, which for this product would be holes in the log.
    """

    def __init__(self, binary: Path, folder: Path, port: int) -> None:
        self.endpoint = f"http://{HOST}:{port}"
        self.log = folder / "ministack.log"
        temporary = folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [str(binary)],
                cwd=folder,
                env=_environment(folder, temporary, port),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C reaches the whole foreground group; the end of this child is the runner's to order.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id, for whoever ends it later."""
        return self._process.pid

    def wait_until_healthy(self) -> None:
        """Returns once it answers. Raises EmulatorDiedError, or LocalError when it takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while not answers(self.endpoint):
            self.check()
            if time.monotonic() > deadline:
                raise LocalError(f"the local AWS gave no answer within {START_SECONDS} s: see {shown(self.log)}")
            time.sleep(0.1)

    def check(self) -> None:
        """Raises EmulatorDiedError with the end of its log when the process is gone."""
        code = self._process.poll()
        if code is not None:
            raise EmulatorDiedError(
                f"the local AWS died (exit {code}); the end of {shown(self.log)}:\n{tail(self.log)}"
            )

    def stop(self) -> None:
        """Ends the process and, should it not obey, its group."""
        if self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def tail(log: Path) -> str:
    """The last lines of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:])


def _environment(folder: Path, temporary: Path, port: int) -> dict[str, str]:
    # Functions inherit this environment, so it holds nothing of the person who runs it.
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
        "AUTH": "true",
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": HOST,
        "PERSIST_STATE": "0",
        "S3_PERSIST": "0",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    }
