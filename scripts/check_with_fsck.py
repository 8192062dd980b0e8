"""`python -m scripts.check_with_fsck LOG VKEY`: what Tessera's own fsck says of a log directory. Needs Go, to build it.

https://github.com/transparency-dev/tessera/tree/main/cmd/fsck reads checkpoint, entry bundles and tiles over HTTP,
hashes the entries anew, and compares. It ends with 0 whatever it finds, so that its words count.
"""

import argparse
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MODULE = "github.com/transparency-dev/tessera/cmd/fsck"
VERSION = "v1.0.4"
FOLDER = Path(__file__).parents[1] / ".local" / "fsck" / VERSION
GO_FOLDER = "/usr/local/go/bin"
"""Where Go's own archive installs it, on nobody's PATH by itself."""

ACCEPTED = "Successfully fsck'd log with size "
REFUSED = "fsck failed: "
# One worker is lost with each tile that it refuses, and fsck hangs once none is left; a flipped bit spoils one a level.
WORKERS = 8
TIMEOUT_SECONDS = 180
BUILD_SECONDS = 600


class FsckError(Exception):
    """fsck cannot be built, or ended without a verdict."""


@dataclass(frozen=True)
class Said:
    """`words` is fsck's whole log."""

    accepted: bool
    words: str


def install() -> Path:
    """The pinned fsck, built at its first use. Raises FsckError without Go."""
    program = FOLDER / "fsck"
    if program.is_file():
        return program
    go = shutil.which("go", path=f"{os.environ['PATH']}:{GO_FOLDER}")
    if go is None:
        raise FsckError("Go is not on this machine, and Tessera's fsck is built with it (go.dev)")
    environment = {**os.environ, "GOBIN": str(FOLDER)}
    built = subprocess.run(
        [go, "install", f"{MODULE}@{VERSION}"], env=environment, capture_output=True, text=True, timeout=BUILD_SECONDS
    )
    if built.returncode:
        raise FsckError(f"go install {MODULE}@{VERSION} failed:\n{built.stderr}")
    return program


def ask(program: Path, log: Path, vkey: Path, origin: str = "") -> Said:
    """What fsck says of the directory, served over loopback HTTP. Raises FsckError if that is no verdict.

    `origin` defaults to the key's name.
    """
    with _served(log) as address:
        command = [str(program), "--ui=false", f"--N={WORKERS}", f"--storage_url={address}", f"--public_key={vkey}"]
        try:
            ended = subprocess.run(
                [*command, f"--origin={origin}"], capture_output=True, text=True, timeout=TIMEOUT_SECONDS
            )
        except subprocess.TimeoutExpired as error:
            raise FsckError(f"fsck did not end within {TIMEOUT_SECONDS} s: {error.stderr!r}") from None
    words = ended.stdout + ended.stderr
    said = (ACCEPTED in words, REFUSED in words)
    if ended.returncode or said not in ((True, False), (False, True)):
        raise FsckError(f"fsck ended with {ended.returncode} and no verdict:\n{words}")
    return Said(said[0], words)


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server gives it
        """Says nothing of each of a thousand requests."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """As its parent, but for fsck's going away as soon as it knows enough."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # what the caller gave


@contextmanager
def _served(directory: Path) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(directory)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> int:
    """0 accepted, 1 refused, 2 without a verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path, help="the directory that holds `checkpoint` and `tile/`")
    parser.add_argument("vkey", type=Path, help="a file with the log's verifier key")
    given = parser.parse_args()
    try:
        said = ask(install(), given.log, given.vkey)
    except FsckError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(said.words, end="")
    return 0 if said.accepted else 1


if __name__ == "__main__":
    sys.exit(main())
