"""`make run`: the whole product on this machine until Ctrl-C. `python -m infra.local.run [--once|--detach|--stop]`."""

import argparse
import os
import signal
import subprocess
import sys
import time

from infra.local import stack_file
from infra.local.emulator import STOP_SECONDS, answers
from infra.local.errors import EmulatorDiedError, LocalError
from infra.local.launch import Launched, launch
from infra.local.progress import Progress
from infra.local.table import ready_text

INTERRUPTED = 130
WATCH_SECONDS = 0.5


def stay(launched: Launched) -> None:
    """Watches the local AWS until Ctrl-C, SIGTERM or `--stop`. Raises EmulatorDiedError when it dies."""
    print("Nothing of it outlives this process. Stop it with Ctrl-C.", flush=True)
    try:
        while True:
            launched.emulator.check()
            time.sleep(WATCH_SECONDS)
    except KeyboardInterrupt:
        print("\nstopping", flush=True)
    except EmulatorDiedError:
        if stack_file.read():
            raise
        print("stopped by `--stop`", flush=True)


def start(*, once: bool, detach: bool) -> int:
    """Brings the stack up and keeps it (`detach`: leaves it running; `once`: takes it down at once)."""
    launched = launch(Progress())
    print(ready_text(launched.stack), flush=True)
    if detach:
        print("It goes on without this process. Stop it with `python -m infra.local.run --stop`.")
        return 0
    try:
        if not once:
            stay(launched)
    finally:
        # A second Ctrl-C must not leave the child behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        launched.stop()
    return 0


def stop() -> int:
    """Ends the local AWS that `.local/stack.json` names, after making sure that the process is one."""
    stack = stack_file.read()
    if stack is None:
        print("nothing is running")
        return 0
    stack_file.remove()
    if _is_ministack(stack["pid"]):
        os.kill(stack["pid"], signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while answers(stack["endpoint_url"]):
            if time.monotonic() > deadline:
                raise LocalError(f"the local AWS (process {stack['pid']}) does not stop")
            time.sleep(0.1)
    print("stopped")
    return 0


def main() -> int:
    """Returns 0, 1 after a clear error, 130 when interrupted before it was ready."""
    parser = argparse.ArgumentParser(description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="start, prove, show, stop")
    how.add_argument("--detach", action="store_true", help="start and leave it running")
    how.add_argument("--stop", action="store_true", help="stop what --detach left running")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return stop() if chosen.stop else start(once=chosen.once, detach=chosen.detach)
    except LocalError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _is_ministack(pid: int) -> bool:
    shown = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return "ministack" in shown.stdout


if __name__ == "__main__":
    sys.exit(main())
