"""DynamoDB Local, AWS's own engine (Java), fetched once by npm from the package that carries it whole."""

import base64
import fcntl
import hashlib
import shutil
import socket
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = "amplify-dynamodb-simulator@2.9.30"
INTEGRITY = "sha512-xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ=="
HOME = Path(".local/dynamodb-local")
_STARTED_WITHIN_S = 30
# It runs for seconds or minutes. The second compiler and a parallel collector would take, all that while, more of the
# machine than the engine itself, from whatever is tested or measured beside it.
_JVM = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]


class MissingToolError(Exception):
    """A system package is missing; the message says what to install."""


@contextmanager
def dynamodb_local(kept_in: Path | None = None) -> Iterator[str]:
    """Run the engine on a free port of the loopback interface; gives its address, ends it afterwards.

    In memory, unless there is a directory in which its tables are kept.
    """
    if shutil.which("java") is None:
        raise MissingToolError("DynamoDB Local needs Java 17: apt-get install default-jre-headless")
    home, port = _installed(), _free_port()
    command = ["java", *_JVM, "-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar"]
    place = ["-dbPath", str(kept_in.resolve())] if kept_in else ["-inMemory"]
    options = [*place, "-sharedDb", "-port", str(port)]
    engine = subprocess.Popen([*command, *options], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port, engine)
        yield f"http://127.0.0.1:{port}"
    finally:
        engine.terminate()
        engine.wait(10)


def _installed() -> Path:
    emulator = HOME / "package" / "emulator"
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        # Workers of one run begin at the same time, and one of them installs.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (emulator / "DynamoDBLocal.jar").exists():
            _install()
    return emulator


def _install() -> None:
    subprocess.run(["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(HOME)], check=True)
    (archive,) = HOME.glob("*.tgz")
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != INTEGRITY:
        archive.unlink()
        raise MissingToolError(f"{PACKAGE} is not the one that was pinned")
    with tarfile.open(archive) as content:
        content.extractall(HOME, filter="data")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, engine: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _STARTED_WITHIN_S
    while time.monotonic() < deadline:
        if engine.poll() is not None:
            raise MissingToolError(f"DynamoDB Local ended with {engine.returncode}: is this Java 17 or later?")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise MissingToolError("DynamoDB Local did not start within 30 s")
