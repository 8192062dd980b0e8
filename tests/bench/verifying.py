"""`python -m tests.bench.verifying [EVENTS]`: how long `lacre verify` takes, and how much memory.

Held against plain SHA-256 over the same bytes in the same run: of the archive's objects as they are stored, and of the
headers and bodies in them. `--deep` and `--receipt-key` are measured on the first SAMPLE events. Memory is the sum of
the resident bytes of all processes of the command, looked at fifty times a second (it needs /proc). From BOUND_FROM
events on the run ends in 1 if SECONDS or MEGABYTES are exceeded.
"""

import base64
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lacre.tlog.batch import decode_batch, start_of
from lacre.tlog.checkpoint import size_of
from tests.bench.generated_archive import KEY, RECEIPT_PUBLIC, write_archive, write_listing

EVENTS = 1_000_000
SAMPLE = 100_000
BOUND_FROM = 1_000_000
SECONDS = 30.0
MEGABYTES = 500.0

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Taken:
    """Seconds of wall time, and the peak of resident megabytes (10^6 bytes) of all processes together."""

    seconds: float
    megabytes: float = 0.0


def plain_hashes(root: Path) -> tuple[Taken, Taken]:
    """SHA-256 of the objects, and of the headers and bodies in them; reading and unpacking are not counted."""
    objects, texts = hashlib.sha256(), hashlib.sha256()
    taken = [0.0, 0.0]
    for path in sorted((root / "batches").iterdir()):
        content = path.read_bytes()
        lines = [line.header + line.body for line in decode_batch(f"batches/{path.name}", content)]
        began = time.perf_counter()
        objects.update(content)
        between = time.perf_counter()
        for line in lines:
            texts.update(line)
        taken[0] += between - began
        taken[1] += time.perf_counter() - between
    return Taken(taken[0]), Taken(taken[1])


def verify(root: Path, *options: str) -> Taken:
    """The command in a process of its own; it must end in 0."""
    command = [sys.executable, "-m", "lacre.cli.main", "verify", str(root), "--key", KEY.encode(), "--json", *options]
    began, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_resident, _tree(process.pid))))
            time.sleep(0.02)
    if process.returncode != 0:
        sys.exit(f"lacre verify ended in {process.returncode}")
    return Taken(time.perf_counter() - began, peak / 1e6)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = _children_of(pid).read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return  # it has ended since
    for child in children:
        yield from _tree(int(child))


def _children_of(pid: int) -> Path:
    return Path(f"/proc/{pid}/task/{pid}/children")


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it has ended since


def sample_of(root: Path, target: Path, events: int) -> Path:
    """The same archive when it had so many events: the files are linked, not copied."""
    for folder in ("batches", "checkpoints"):
        (target / folder).mkdir(parents=True)
    for path in root.glob("*/*"):
        name = path.relative_to(root).as_posix()
        if start_of(name) < events if name.startswith("batches/") else size_of(name) <= events:
            (target / name).hardlink_to(path)
    write_listing(target)
    return target


def show(what: str, taken: Taken, events: int, plain: Taken) -> None:
    memory = f"{taken.megabytes:6.0f} MB" if taken.megabytes else " " * 9
    each, ratio = taken.seconds / events * 1e6, taken.seconds / plain.seconds
    print(f"  {what:<38} {taken.seconds:7.2f} s {each:7.2f} us/event {ratio:7.1f} x {memory}")


def main(events: int) -> int:
    if not _children_of(os.getpid()).exists():
        sys.exit("this kernel does not list a process's children: the memory of the workers would be left out")
    with tempfile.TemporaryDirectory() as place:
        root, began = Path(place) / "archive", time.perf_counter()
        write_archive(root, events)
        size = sum(path.stat().st_size for path in root.glob("batches/*"))
        print(f"{events} events, {size / 1e6:.0f} MB of batches, generated in {time.perf_counter() - began:.0f} s")
        print(f"on {os.cpu_count()} processors; the ratio is to SHA-256 over headers and bodies")
        objects, texts = plain_hashes(root)
        show("plain SHA-256, objects as stored", objects, events, texts)
        show("plain SHA-256, headers and bodies", texts, events, texts)
        taken = verify(root)
        show("lacre verify", taken, events, texts)
        held = min(events, SAMPLE)
        sample = sample_of(root, Path(place) / "sample", held)
        part = plain_hashes(sample)[1]
        key = base64.b64encode(RECEIPT_PUBLIC).decode()
        for what, options in (("", []), ("--deep", ["--deep"]), ("--receipt-key", ["--receipt-key", key])):
            show(f"lacre verify {what} ({held} events)", verify(sample, *options), held, part)
    missed = events >= BOUND_FROM and (taken.seconds > SECONDS or taken.megabytes > MEGABYTES)
    if missed:
        print(f"missed: at most {SECONDS:.0f} s and {MEGABYTES:.0f} MB for {BOUND_FROM} events", file=sys.stderr)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS))
