"""`lacre verify --pdf`: what the command says of a document, and that without one nothing that reads PDFs is loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

from lacre.cli.main import main
from lacre.exporting.columns import SealedEvent
from lacre.model.filters import Filters, Selection
from tests.fakes.document_signer import authority
from tests.unit.verifying.archives import KEY, Sealed, sealed, write_directory
from tests.unit.verifying.documented import about, document
from tests.unit.verifying.exported import leaves_of
from tests.unit.verifying.reported import run

OF_PDF = ("fpdf", "fontTools", "pyhanko", "pyhanko_certvalidator", "asn1crypto", "PIL", "lxml", "aiohttp")


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5)


@pytest.fixture
def copy(archive: Sealed, tmp_path: Path) -> Path:
    return write_directory(archive, tmp_path / "copy")


def options(content: bytes, folder: Path) -> list[str]:
    (folder / "document.pdf").write_bytes(content)
    (folder / "root.pem").write_bytes(authority().root)
    return ["--pdf", str(folder / "document.pdf"), "--document-root", str(folder / "root.pem")]


def test_a_document_is_verified(archive: Sealed, copy: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = document(archive, about(archive, Selection(Filters(actor_id="sweep"))))
    assert main(["verify", str(copy), "--key", KEY.encode(), *options(content, tmp_path)]) == 0
    printed, warned = capfd.readouterr()
    for said in ("'Common Name: Documents of the tests'", "'Domingos Tembe (u-auditor)'", "actor_id='sweep'"):
        assert said in printed
    assert "whether the certificate of the document's key was revoked" in printed
    assert warned == ""


def test_a_forged_document_is_tampered_with_and_nothing_is_logged(
    archive: Sealed, copy: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    events: list[SealedEvent] = [one for one in leaves_of(archive) if one.leaf != 3]
    content = document(archive, events=events)
    code, report = run(copy, *options(content, tmp_path), capsys=capfd)
    assert (code, report["first_bad_leaf"]) == (1, 3)
    code, report = run(copy, *options(content[:-9], tmp_path), capsys=capfd)
    assert code == 1
    assert capfd.readouterr().err == ""


def test_a_pdf_in_place_of_the_csv_is_no_evidence(
    archive: Sealed, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = options(document(archive), tmp_path)[1]
    code, report = run(copy, "--export", file, "--data", file, capsys=capsys)
    assert code == 2
    assert "--pdf" in report["findings"][0]["message"]


@pytest.mark.parametrize("given", ["--document-root", "--pdf"])
def test_options_that_do_not_go_together(
    copy: Path, tmp_path: Path, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = run(copy, given, str(tmp_path / "none"), capsys=capsys)
    assert code == 2


def test_a_root_that_is_none_is_no_evidence(
    archive: Sealed, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = options(document(archive), tmp_path)
    (tmp_path / "root.pem").write_bytes(b"not a certificate")
    code, report = run(copy, *given, capsys=capsys)
    assert code == 2
    assert "--document-root" in report["findings"][0]["message"]


def test_neither_the_command_nor_other_functions_load_what_reads_pdfs(copy: Path) -> None:
    script = f"""
import sys
from lacre.cli.main import main
code = main(["verify", {str(copy)!r}, "--key", {KEY.encode()!r}, "--json"])
import lacre.exporting.writer, lacre.exporting.manifest, lacre.searching.search, lacre.settings
found = sorted(set({OF_PDF!r}) & {{name.split(".")[0] for name in sys.modules}})
sys.exit(f"loaded: {{found}}" if found else code)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
