"""Tessera's own fsck (Go) on the published directory: it accepts it, and refuses each kind of damage. Needs Go."""

import base64
from pathlib import Path

import pytest

from lacre.tlog.checkpoint import Checkpoint, open_checkpoint
from lacre.tlog.note import VerifierKey
from scripts.check_with_fsck import Said, ask, install
from tests.fakes.signer import LocalSigner
from tests.foreign.damage import flipped, replaced
from tests.foreign.log_directory import SIZE

# Of a tile that differs fsck prints all hashes.
SHOWN = 2_000


@pytest.fixture(scope="session")
def fsck() -> Path:
    return install()


@pytest.fixture(scope="module")
def key(published: Path) -> VerifierKey:
    return VerifierKey.decode((published / "vkey").read_text())


def said(fsck: Path, published: Path, origin: str = "") -> Said:
    return ask(fsck, published / "log", published / "vkey", origin)


def test_the_directory_is_accepted(fsck: Path, published: Path, key: VerifierKey) -> None:
    answer = said(fsck, published)
    root = open_checkpoint((published / "log" / "checkpoint").read_bytes(), key).root
    assert answer.accepted, answer.words[:SHOWN]
    assert f"size {SIZE} and root {base64.b64encode(root).decode()}" in answer.words


@pytest.mark.parametrize(
    ("path", "at", "words"),
    [
        pytest.param("tile/entries/000", 700, "tile/0/000: log has", id="an entry of the first bundle"),
        pytest.param("tile/entries/200", -1, "tile/0/200: log has", id="an entry in the middle"),
        pytest.param("tile/entries/390.p/160", -1, "tile/0/390.p/160: log has", id="the last entry"),
        pytest.param("tile/0/000", 0, "tile/0/000: log has", id="a hash of the first tile"),
        pytest.param("tile/0/389", -1, "tile/0/389: log has", id="a hash of a full tile"),
        pytest.param("tile/0/390.p/160", -1, "tile/0/390.p/160: log has", id="the last leaf hash"),
        pytest.param("tile/1/000", 32, "tile/1/000: log has", id="a hash of the tile above"),
        pytest.param("tile/1/001.p/134", -1, "tile/1/001.p/134: log has", id="the last hash of the tile above"),
        pytest.param("tile/2/000.p/1", 31, "tile/2/000.p/1: log has", id="the one hash of the top"),
        pytest.param("checkpoint", -10, "failed to fetch and verify checkpoint", id="the signature"),
    ],
)
def test_one_flipped_bit_is_refused(fsck: Path, published: Path, path: str, at: int, words: str) -> None:
    file = published / "log" / path
    with replaced(file, flipped(file.read_bytes(), at)):
        answer = said(fsck, published)
    assert not answer.accepted
    assert words in answer.words


@pytest.mark.parametrize("path", ["checkpoint", "tile/entries/001", "tile/0/001"])
def test_a_file_that_is_gone_is_refused(fsck: Path, published: Path, path: str) -> None:
    with replaced(published / "log" / path, None):
        assert not said(fsck, published).accepted


def test_another_root_signed_by_the_log_s_own_key_is_refused(fsck: Path, published: Path, key: VerifierKey) -> None:
    forged = Checkpoint(key.name, SIZE, bytes(32)).signed(key, LocalSigner().sign)
    assert open_checkpoint(forged, key).root == bytes(32)
    with replaced(published / "log" / "checkpoint", forged):
        answer = said(fsck, published)
    assert not answer.accepted
    assert "but checkpoint claims" in answer.words


def test_a_checkpoint_of_another_key_is_refused(fsck: Path, published: Path, key: VerifierKey) -> None:
    thief = LocalSigner("a thief's key")
    right = open_checkpoint((published / "log" / "checkpoint").read_bytes(), key)
    as_itself = right.signed(VerifierKey(key.name, thief.public_key), thief.sign)
    as_ours = right.signed(key, thief.sign)
    for forged in (as_itself, as_ours):
        with replaced(published / "log" / "checkpoint", forged):
            answer = said(fsck, published)
        assert not answer.accepted
        assert "failed to fetch and verify checkpoint" in answer.words


def test_a_checkpoint_beyond_the_entries_is_refused(fsck: Path, published: Path, key: VerifierKey) -> None:
    right = open_checkpoint((published / "log" / "checkpoint").read_bytes(), key)
    with replaced(
        published / "log" / "checkpoint",
        Checkpoint(key.name, SIZE + 1, right.root).signed(key, LocalSigner().sign),
    ):
        assert not said(fsck, published).accepted


def test_another_origin_is_refused(fsck: Path, published: Path) -> None:
    assert not said(fsck, published, "lacre.example.com/another").accepted
