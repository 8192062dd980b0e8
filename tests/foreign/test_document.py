"""Poppler (pdfsig, pdftotext, pdfdetach) on an official document: not our code, and not the library that signed it."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from lacre.model.event import Body
from lacre.model.filters import Filters, Selection
from tests.unit.exporting.populations import NONCE, event
from tests.unit.verifying.archives import Sealed
from tests.unit.verifying.documented import about, document
from tests.unit.verifying.exported import log_of

NAMES = ["Ana Macuácua", "Bento \u202eexe.gnp", "Célia \x00\x1b", "Domingos 😀", "x" * 10_000]


@pytest.fixture(scope="module")
def archive() -> Sealed:
    return log_of([event(leaf, Body("Texto {nb}", NAMES[leaf % 5], NONCE)) for leaf in range(30)])


@pytest.fixture(scope="module")
def file(archive: Sealed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("documents") / "document.pdf"
    path.write_bytes(document(archive, about(archive, Selection(Filters(actor_id="u-clerk")), language="pt")))
    return path


def poppler(*command: str | Path) -> str:
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    # Of a document that it finds nothing wrong with, it says nothing.
    assert ran.stderr == ""
    return ran.stdout


def signatures(file: Path) -> str:
    # Without a store of certificates: whose signature it is, `lacre verify` tells.
    return subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True).stdout


def test_pdfsig_finds_the_signature_valid_and_of_the_whole(file: Path) -> None:
    said = signatures(file)
    assert said.count("Signature #") == 1
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_pdfsig_finds_a_changed_byte(file: Path, tmp_path: Path) -> None:
    changed = bytearray(file.read_bytes())
    changed[2_000] ^= 1
    (tmp_path / "changed.pdf").write_bytes(changed)
    assert "Signature is Valid." not in signatures(tmp_path / "changed.pdf")


def test_pdftotext_reads_what_is_on_the_pages(file: Path) -> None:
    text = poppler("pdftotext", "-layout", file, "-")
    for part in ("Extracto do registo de auditoria", "Example Bank", "job-one", "Página 1 de 3", "Página 3 de 3"):
        assert part in text
    for shown in ("Ana Macuácua", "Bento ‹U+202E›exe.gnp", "Célia ‹U+0000›‹U+001B›", "Domingos ‹U+1F600›", "xxx…"):
        assert shown in text
    assert text.count("Folha") == 2, "the table's head, on each of its pages"
    assert text.count("Texto {nb}") == 30
    assert not {"\u202e", "\x00", "\x1b"} & set(text)


def test_pdfdetach_gives_the_data_whose_hash_is_printed(file: Path, tmp_path: Path) -> None:
    poppler("pdfdetach", "-saveall", "-o", tmp_path, file)
    names = ["data.csv", "document.json", "events.json", "manifest.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    digest = hashlib.sha256((tmp_path / "data.csv").read_bytes()).hexdigest()
    assert digest in poppler("pdftotext", file, "-")


def test_pdffonts_finds_every_font_within(file: Path) -> None:
    rows = poppler("pdffonts", file).splitlines()[2:]
    assert len(rows) == 2
    assert all("CID TrueType" in row and " yes yes yes " in row for row in rows)
