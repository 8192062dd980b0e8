"""The whole directory, checked by code that imports none of ours: signature, entries, tiles, root."""

import ast
import base64
import hashlib
import json
import re
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.foreign.damage import flipped, replaced
from tests.foreign.outsider import RefusedError, check, entries, leaf, open_checkpoint, root_of, tiles_of

SIZE = 100_000
OWN = ("test_outsider.py", "outsider.py", "damage.py")
ALLOWED = {"cryptography", "pytest", *(f"tests.foreign.{name.removesuffix('.py')}" for name in OWN)}
DAMAGED = (
    *("tile/entries/000", "tile/entries/389", "tile/entries/390.p/160"),
    *("tile/0/000", "tile/0/255", "tile/0/390.p/160", "tile/1/000", "tile/1/001.p/134", "tile/2/000.p/1"),
)


def imports(source: str) -> set[str]:
    """What a module imports, in whole names; a way to import that cannot be read off counts as one, too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Name) and node.id in ("__import__", "exec", "eval"):
            found.add(node.id)
    return found


def foreign_to_ours(names: set[str]) -> set[str]:
    """Those of the names that are neither the standard library's nor allowed."""
    tops = sys.stdlib_module_names - {"importlib", "runpy"}
    return {
        name for name in names if name.split(".")[0] not in tops | {"cryptography", "pytest"} and name not in ALLOWED
    }


@pytest.mark.parametrize("name", OWN)
def test_no_code_of_ours_is_imported(name: str) -> None:
    source = Path(__file__).with_name(name).read_text()
    assert foreign_to_ours(imports(source)) == set()


def test_the_look_at_the_imports_finds_what_it_looks_for() -> None:
    hidden = "import os, lacre.tlog\nfrom tests.fakes import signer\nfrom . import conftest\n__import__('lacre')"
    assert foreign_to_ours(imports(hidden)) == {"lacre.tlog", "tests.fakes", ".", "__import__"}
    assert foreign_to_ours(imports("import importlib")) == {"importlib"}


@pytest.fixture(scope="module")
def log(published: Path) -> Path:
    return published / "log"


@pytest.fixture(scope="module")
def vkey(published: Path) -> str:
    return (published / "vkey").read_text()


def test_entries_tiles_and_root_lead_to_the_signed_checkpoint(log: Path, vkey: str) -> None:
    assert check(log, vkey).size == SIZE


def test_no_entry_stands_twice(log: Path) -> None:
    assert len(set(entries(log, SIZE))) == SIZE


def test_every_kept_checkpoint_is_that_of_the_same_tree(published: Path, log: Path, vkey: str) -> None:
    hashes = [leaf(entry) for entry in entries(log, SIZE)]
    notes = sorted((published / "checkpoints").iterdir())
    signed = [open_checkpoint(note.read_bytes(), vkey) for note in notes]
    assert [one.size for one in signed] == [int(note.name) for note in notes]
    # Every one of them would hash ten million nodes; the smallest, the largest, and each tenth say the same.
    for one in (*signed[:10], *signed[10:-10:10], *signed[-3:]):
        assert root_of(hashes[: one.size]) == one.root


def test_clocks_that_disagree_change_the_order_inside_a_batch_alone(published: Path, log: Path) -> None:
    """(recorded_at, id) ascends inside each batch, which ends in a checkpoint; a later one may hold earlier times."""
    headers = [json.loads(entry) for entry in entries(log, SIZE)]
    positions = [(header["recorded_at"], header["id"]) for header in headers]
    ends = sorted(int(note.name) for note in (published / "checkpoints").iterdir())
    for low, high in zip([0, *ends], ends, strict=False):
        assert positions[low:high] == sorted(positions[low:high])
    assert sum(positions[end] < positions[end - 1] for end in ends[:-1]) > len(ends) // 2


@pytest.mark.parametrize("at", [0, 31, -1])
@pytest.mark.parametrize("path", DAMAGED)
def test_one_flipped_bit_is_refused(log: Path, vkey: str, path: str, at: int) -> None:
    with replaced(log / path, flipped((log / path).read_bytes(), at)), pytest.raises(RefusedError):
        check(log, vkey)


@pytest.mark.parametrize("path", DAMAGED)
def test_a_file_that_is_gone_or_cut_off_is_refused(log: Path, vkey: str, path: str) -> None:
    for content in (None, (log / path).read_bytes()[:-32]):
        with replaced(log / path, content), pytest.raises(RefusedError):
            check(log, vkey)


def note_of(text: str, key: Ed25519PrivateKey, key_id: bytes) -> bytes:
    name = text.split("\n")[0]
    return f"{text}\n— {name} {base64.b64encode(key_id + key.sign(text.encode())).decode()}\n".encode()


FORGED = ("another size", "another root", "unsigned", "another key", "another key under the id of ours")


@pytest.fixture(scope="module")
def forged(log: Path, vkey: str) -> dict[str, bytes]:
    note = (log / "checkpoint").read_bytes()
    text = note.decode().split("\n\n")[0] + "\n"
    name, stated_id, _ = vkey.split("+", 2)
    thief = Ed25519PrivateKey.generate()
    thief_id = hashlib.sha256(name.encode() + b"\n\x01" + thief.public_key().public_bytes_raw()).digest()[:4]
    no_root = base64.b64encode(bytes(32))
    notes = (
        note.replace(b"\n100000\n", b"\n99999\n"),
        re.sub(rb"\n[A-Za-z0-9+/]{43}=\n", b"\n" + no_root + b"\n", note, count=1),
        note.split(b"\n\n")[0] + b"\n\n",
        note_of(text, thief, thief_id),
        note_of(text, thief, bytes.fromhex(stated_id)),
    )
    return dict(zip(FORGED, notes, strict=True))


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_checkpoint_is_refused(log: Path, vkey: str, forged: dict[str, bytes], what: str) -> None:
    with replaced(log / "checkpoint", forged[what]), pytest.raises(RefusedError, match=r"signature|key"):
        check(log, vkey)


def test_an_older_checkpoint_put_back_is_a_smaller_log(log: Path, vkey: str) -> None:
    """Nothing in the directory contradicts it: only who kept a newer checkpoint can tell."""
    with replaced(log / "checkpoint", (log.parent / "checkpoints" / f"{99_999:020d}").read_bytes()):
        assert check(log, vkey).size == 99_999


def test_an_entry_rewritten_with_all_of_its_tiles_does_not_lead_to_the_signed_root(log: Path, vkey: str) -> None:
    bundle = log / "tile/entries/200"
    with ExitStack() as damage:
        damage.enter_context(replaced(bundle, flipped(bundle.read_bytes(), -1)))
        for path, content in tiles_of([leaf(entry) for entry in entries(log, SIZE)]):
            if (log / path).read_bytes() != content:
                damage.enter_context(replaced(log / path, content))
        with pytest.raises(RefusedError, match="signed root"):
            check(log, vkey)
