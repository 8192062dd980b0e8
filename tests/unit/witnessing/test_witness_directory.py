"""The witness's directory: what a crash or a hand leaves in it."""

import os
import stat
from pathlib import Path

import pytest

from lacre.cli.witness_directory import WitnessDirectory
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.witnessing import Remembered
from lacre.witnessing.witness import hash_of
from tests.fakes.witnessing import History

LOG, OTHER = hash_of("one.example.com"), hash_of("two.example.com")
HISTORY = History.of(20)


def seen(size: int) -> Remembered:
    return Remembered(size, HISTORY.root(size), HISTORY.note(size))


@pytest.fixture
def directory(tmp_path: Path) -> WitnessDirectory:
    made = WitnessDirectory(tmp_path / "state")
    made.replace(LOG, None, seen(5))
    return made


def test_what_is_remembered_is_a_note_that_people_can_read(directory: WitnessDirectory, tmp_path: Path) -> None:
    assert (tmp_path / "state" / f"{LOG}.checkpoint").read_bytes() == HISTORY.note(5)
    assert WitnessDirectory(tmp_path / "state").recall(LOG) == seen(5)


def test_evidence_is_a_file_that_stays_as_it_came(directory: WitnessDirectory, tmp_path: Path) -> None:
    directory.keep_evidence("one-fork-5", b"first")
    directory.keep_evidence("one-fork-5", b"second")
    assert (tmp_path / "state" / "evidence" / "one-fork-5.json").read_bytes() == b"first"


@pytest.mark.parametrize(
    "damage", [b"", b"x\n", b"x\n5\n", b"x\n5\nnot base64\n", b"x\nfive\nAAAA\n", b"\xff\n5\n\xff\n"]
)
def test_a_damaged_memory_is_not_taken_for_an_empty_one(
    directory: WitnessDirectory, tmp_path: Path, damage: bytes
) -> None:
    (tmp_path / "state" / f"{LOG}.checkpoint").write_bytes(damage)
    with pytest.raises(StoreUnavailableError):
        directory.recall(LOG)
    with pytest.raises(StoreUnavailableError):
        directory.replace(LOG, None, seen(9))
    assert directory.recall(OTHER) is None


def test_killed_before_the_rename_it_remembers_what_was_there(
    directory: WitnessDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", die)
        with pytest.raises(KeyboardInterrupt):
            directory.replace(LOG, seen(5), seen(9))
    assert directory.recall(LOG) == seen(5)
    assert not list((tmp_path / "state").glob("*.part"))
    assert directory.replace(LOG, seen(5), seen(9))


def test_it_is_on_the_disk_before_it_is_said(
    directory: WitnessDirectory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []
    fsync = os.fsync

    def note_down(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note_down)
    directory.replace(LOG, seen(5), seen(9))
    directory.keep_evidence("one-fork-5", b"record")
    assert synced == [False, True, False, True]


def test_a_directory_that_went_away_is_told_of(directory: WitnessDirectory, tmp_path: Path) -> None:
    (tmp_path / "state").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreUnavailableError):
        directory.replace(LOG, seen(5), seen(9))
    with pytest.raises(StoreUnavailableError):
        directory.keep_evidence("one-fork-5", b"record")
