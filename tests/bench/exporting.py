"""`python -m tests.bench.exporting [EVENTS]`: how long an export takes, and how much memory.

A log of three times as many leaves, of which a filter finds a third; the log, the rows and the files are behind HTTP in
another process, and what works the export off is the product's own wiring but for the job and its event, which are in
memory. What it wrote is verified by the command beside the archive. Seconds are of wall time from the message to the
end, without the import; memory is the most that the process ever had resident (10^6 bytes). From BOUND_FROM events on
the run ends in 1 if SECONDS or MEGABYTES are exceeded.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lacre.tlog.batch import Line, decode_batch
from lacre.tlog.tiles import WIDTH, bundle_path
from tests.bench.export_server import export_server
from tests.bench.generated_archive import KEY, write_archive

EVENTS = 100_000
KINDS = 3
"""Of the generated events each third is of one action."""

ACTION = "UPDATE_AGENT"
BOUND_FROM = 100_000
SECONDS = 60.0
MEGABYTES = 512.0
WORKER = "--worker"


def lines_of(archive: Path) -> Iterator[Line]:
    for path in sorted((archive / "batches").iterdir()):
        yield from decode_batch(f"batches/{path.name}", path.read_bytes())


def write_bundles(archive: Path, log: Path) -> None:
    """The entry bundles of a log with these leaves."""
    bundle, held, index = b"", 0, 0
    for line in lines_of(archive):
        bundle, held = bundle + len(line.header).to_bytes(2, "big") + line.header, held + 1
        if held == WIDTH:
            _write(log / bundle_path(index), bundle)
            bundle, held, index = b"", 0, index + 1
    if held:
        _write(log / bundle_path(index, held), bundle)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def rows_of(archive: Path) -> Mapping[str, str]:
    """The rows of the events that the filter finds, as DynamoDB's JSON."""
    rows: dict[str, str] = {}
    for line in lines_of(archive):
        header = json.loads(line.header)
        if header["action"] == ACTION:
            texts = {
                "id": header["id"],
                "header": line.header.decode(),
                "body": line.body.decode(),
                "receipt": line.receipt,
            }
            rows[header["id"]] = json.dumps({name: {"S": text} for name, text in texts.items()})
    return rows


def work(address: str, size: int) -> None:
    """Work one export off, and print its seconds, megabytes, rows and id."""
    from tests.bench.export_worker import worked_off

    os.environ.update(AWS_ENDPOINT_URL=address, AWS_ACCESS_KEY_ID="bench", AWS_SECRET_ACCESS_KEY="bench")
    os.environ.update(AWS_DEFAULT_REGION="eu-west-1")
    began = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        job = worked_off(size, ACTION, pool)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    rows = job.result.count if job.result else f"{job.state}: {job.error}"
    print(json.dumps({"seconds": seconds, "megabytes": peak, "rows": rows, "id": job.id}))


def main(events: int) -> int:
    with tempfile.TemporaryDirectory() as place:
        root, began = Path(place), time.perf_counter()
        write_archive(root / "archive", events * KINDS)
        write_bundles(root / "archive", root / "log")
        print(f"{events * KINDS} leaves, {events} of them found, generated in {time.perf_counter() - began:.0f} s")
        with export_server(root, lambda: rows_of(root / "archive")) as address:
            command = [sys.executable, "-m", "tests.bench.exporting", WORKER, address, str(events * KINDS)]
            taken = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])
        data, manifest = (root / "exports" / taken["id"] / name for name in ("events.csv", "manifest.json"))
        print(f"on {os.cpu_count()} processors: {taken['rows']} rows, {data.stat().st_size / 1e6:.0f} MB of CSV")
        print(f"  {taken['seconds']:.1f} s, {taken['seconds'] / events * 1e6:.0f} us/row, {taken['megabytes']:.0f} MB")
        verify = [sys.executable, "-m", "lacre.cli.main", "verify", str(root / "archive"), "--key", KEY.encode()]
        verified = subprocess.run([*verify, "--export", str(manifest), "--data", str(data)], stdout=subprocess.PIPE)
        print(f"  lacre verify of it ended in {verified.returncode}")
    missed = events >= BOUND_FROM and (taken["seconds"] > SECONDS or taken["megabytes"] > MEGABYTES)
    if missed:
        print(f"missed: at most {SECONDS:.0f} s and {MEGABYTES:.0f} MB for {BOUND_FROM} events", file=sys.stderr)
    return int(missed or verified.returncode != 0 or taken["rows"] != events)


if __name__ == "__main__":
    if sys.argv[1:2] == [WORKER]:
        work(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS))
