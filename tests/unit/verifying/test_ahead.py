"""Batches read by worker processes: the same report, bounded memory, and no process that stays behind."""

import gzip
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter, deque
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lacre.cli.main import main
from lacre.tlog.batch import MAXIMUM_BYTES, encode_batch
from lacre.verifying.ahead import _TASK_BATCHES, _TASK_BYTES, _Ahead
from lacre.verifying.lines import Contents, Scope
from lacre.verifying.questions import Question
from lacre.verifying.source import SourceError
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import KEY, RECEIPT_PUBLIC, Sealed, sealed, with_body, write_directory
from tests.unit.verifying.verified import messages, verify_path

BATCHES = 40


@pytest.fixture
def archive() -> Sealed:
    return sealed(*[2] * BATCHES)


def test_workers_find_what_one_process_finds(archive: Sealed, tmp_path: Path) -> None:
    edited = with_body(archive.events[31], b"{}")
    archive.rewrite(30, [archive.events[30], edited])
    archive.put(encode_batch(40, archive.events[40:41]))  # the orphan of a lost race
    archive.put(encode_batch(41, archive.events[41:42]))  # inside another
    root = write_directory(archive, tmp_path / "copy")
    question = Question(receipt_keys=(RECEIPT_PUBLIC,), event_id=archive.events[70].event.header.id)
    alone, together = (verify_path(root, question, workers=workers) for workers in (1, 2))
    assert together == alone
    assert (together.findings.verdict, together.findings.first_bad_leaf, together.orphans) == (Verdict.TAMPERED, 31, 1)
    assert not multiprocessing.active_children()


class _Shelf:
    """Objects in memory, of which some cannot be read."""

    def __init__(self, objects: dict[str, bytes], *unreadable: str) -> None:
        self._objects = objects
        self._unreadable = unreadable

    def names(self) -> list[str]:
        return sorted(self._objects)

    def read(self, name: str, limit: int) -> bytes | None:
        if name in self._unreadable:
            raise SourceError(name)
        return self._objects.get(name)


class _Idle(ProcessPoolExecutor):
    """Takes work in hand and does not get on with it."""

    def submit(self, *_: Any, **__: Any) -> "Future[Any]":
        return Future()


def ahead(objects: dict[str, bytes], *unreadable: str, most: int = 8) -> _Ahead:
    return _Ahead(_Shelf(objects, *unreadable), Scope(), _Idle(1), most, deque(sorted(objects)))


def packed(size: int) -> bytes:
    return gzip.compress(bytes(size), compresslevel=1)


def sizes_of_tasks(source: _Ahead) -> list[int]:
    return list(Counter(id(task) for task, _ in source.running.values()).values())


def test_so_many_tasks_are_in_flight_and_no_more() -> None:
    large = packed(_TASK_BYTES)
    source = ahead({f"{number:03d}": large for number in range(100)})
    source._fill()
    assert sizes_of_tasks(source) == [1] * 8


def test_small_batches_are_handed_over_together_up_to_a_number_and_a_size() -> None:
    source = ahead({f"{number:03d}": packed(1) for number in range(100)}, most=1)
    source._fill()
    assert sizes_of_tasks(source) == [_TASK_BATCHES]
    source = ahead({f"{number:03d}": packed(_TASK_BYTES // 3) for number in range(100)}, most=2)
    source._fill()
    assert sizes_of_tasks(source) == [4, 4]


def test_of_batches_handed_over_together_each_gets_its_own_contents() -> None:
    source = ahead({f"{number:03d}": b"" for number in range(4)}, "003")
    source._fill()
    contents = [Contents(newest=number) for number in range(3)]
    source.running["000"][0].future.set_result(contents)
    assert [source.read(name) for name in ("000", "001", "002")] == contents


def test_a_task_is_given_up_with_the_last_of_its_batches() -> None:
    source = ahead({f"{number:03d}": packed(1) for number in range(100)}, most=1)
    source._fill()
    future = source.running["000"][0].future
    source._pass_over("063")
    assert not future.cancelled()
    source._pass_over("064")
    assert future.cancelled()


def test_batches_that_unpack_to_much_are_taken_in_hand_one_after_the_other() -> None:
    bomb = gzip.compress(bytes(MAXIMUM_BYTES - 1))
    source = ahead({f"{number:03d}": bomb for number in range(100)})
    source._fill()
    assert len(source.running) == 2  # one, and the one that went over the bound


def test_what_the_walk_passes_over_is_given_up() -> None:
    large = packed(_TASK_BYTES)
    source = ahead({f"{number:03d}": large for number in range(100)})
    source._fill()
    source._pass_over("050")
    assert list(source.running) == ["050"]
    assert source.waiting[0] == "051"


def test_an_object_that_cannot_be_read_is_told_of_when_its_turn_comes() -> None:
    source = ahead({f"{number:03d}": b"" for number in range(4)}, "002")
    source._fill()
    done: Future[list[Contents]] = source.running["000"][0].future
    done.set_result([Contents(), Contents()])
    assert source.read("000") == Contents()
    with pytest.raises(SourceError):
        source.read("002")


def test_of_objects_that_cannot_be_read_no_more_are_tried_than_tasks_are_in_flight() -> None:
    names = [f"{number:03d}" for number in range(100)]
    source = ahead(dict.fromkeys(names, b""), *names)
    source._fill()
    assert (len(source.running), source.waiting[0]) == (8, "008")


class _Killer:
    """Shows progress by killing the workers."""

    def __call__(self, done: int, of: int) -> None:
        for child in multiprocessing.active_children():
            assert child.pid
            os.kill(child.pid, signal.SIGKILL)


def test_a_worker_that_dies_is_no_verdict(
    archive: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lacre.cli.verify._Progress", _Killer)
    monkeypatch.setattr("lacre.verifying.ahead._TASK_BATCHES", 1)  # so that most are still to be read then
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    root = write_directory(archive, tmp_path / "copy")
    assert main(["verify", str(root), "--key", KEY.encode()]) == 2
    assert "a worker process died" in capsys.readouterr().out
    assert not multiprocessing.active_children()


HANGING = """
import multiprocessing, os, signal, sys, time
import lacre.cli.verify
from lacre.cli.main import main

class Hang:
    def __call__(self, done, of):
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        time.sleep(60)

lacre.cli.verify._Progress = Hang
# A shell lets what it runs in the background ignore Ctrl-C, these tests and all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
os.cpu_count = lambda: 2
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_stays_behind(archive: Sealed, tmp_path: Path, sent: signal.Signals) -> None:
    root = write_directory(archive, tmp_path / "copy")
    command = [sys.executable, "-c", HANGING, "verify", str(root), "--key", KEY.encode()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        workers = [int(pid) for pid in process.stdout.readline().split()]
        assert workers
        process.send_signal(sent)
        assert process.wait(30) == -sent
    until = time.monotonic() + 30
    while any(map(is_running, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, workers))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_report_of_a_clean_copy_is_the_same(archive: Sealed, tmp_path: Path) -> None:
    root = write_directory(archive, tmp_path / "copy")
    report = verify_path(root, Question(receipt_keys=(RECEIPT_PUBLIC,)), workers=2)
    assert (report.findings.verdict, report.proven.size, messages(report)) == (Verdict.VERIFIED, 2 * BATCHES, "")
