"""A document verifies if and only if it is signed, whole, and shows what its filters find in its tree."""

import random
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from pyhanko.pdf_utils.decode_limits import DecodeLimits, StreamDecodeLimits

from lacre.exporting.columns import SealedEvent
from lacre.exporting.pdf.document import DATA
from lacre.exporting.pdf.gathered import MOST_PRINTED
from lacre.model.event import Body
from lacre.model.filters import Filters, Selection
from lacre.verifying.document_reading import attached, open_pdf
from lacre.verifying.document_signature import Trusted
from lacre.verifying.verdict import Findings, Verdict
from tests.fakes.document_signer import LocalDocumentSigner, TestAuthority, authority, document_signer
from tests.fakes.timestamp_authority import OpenSslAuthority
from tests.unit.exporting.populations import NONCE, event
from tests.unit.verifying.archives import Sealed
from tests.unit.verifying.documented import ROOT, about, document, examine
from tests.unit.verifying.exported import leaves_of, log_of, said

BY_ANA = Selection(Filters(actor_id="ana"))
FLIPPED = 30


@pytest.fixture(scope="module")
def archive() -> Sealed:
    """Forty leaves, so that there are two pages of a table; those of even index are Ana's."""
    return log_of([event(leaf, actor_id="bento" if leaf % 2 else "ana") for leaf in range(40)], batch=20)


@pytest.fixture(scope="module")
def signed(archive: Sealed) -> bytes:
    return document(archive)


def verdict(archive: Sealed, content: bytes, trusted: Trusted = ROOT) -> Verdict:
    return examine(archive, content, trusted)[0].verdict


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("selection", [Selection(), BY_ANA, Selection(Filters(actor_id="nobody"), "Ana")])
def test_what_is_written_verifies(archive: Sealed, selection: Selection, language: str) -> None:
    asked = about(archive, selection, language="pt" if language == "pt" else "en")
    findings, examined = examine(archive, document(archive, asked))
    assert findings == Findings()
    assert examined.facts["document asked by"] == "'Domingos Tembe (u-auditor)'"
    assert examined.facts["document signed by"] == "'Common Name: Documents of the tests'"


def test_a_document_of_a_smaller_tree_holds_after_the_log_has_grown(archive: Sealed) -> None:
    assert verdict(archive, document(archive, about(archive, BY_ANA, 20))) is Verdict.VERIFIED


def test_the_same_makes_the_same_but_for_the_signature(archive: Sealed, signed: bytes) -> None:
    assert document(archive) == signed, "RSASSA-PKCS1-v1_5 has no chance in it either"


def test_whatever_byte_is_changed_is_found(archive: Sealed, signed: bytes) -> None:
    chance = random.Random(20_261_122)
    for _ in range(FLIPPED):
        changed = bytearray(signed)
        changed[chance.randrange(5, len(signed))] ^= 1 << chance.randrange(8)
        assert verdict(archive, bytes(changed)) is Verdict.TAMPERED


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.95, 0.999])
def test_a_cut_off_document_is_found(archive: Sealed, signed: bytes, keep: float) -> None:
    assert verdict(archive, signed[: int(len(signed) * keep)]) is Verdict.TAMPERED


def test_what_is_added_after_the_signature_is_found(archive: Sealed, signed: bytes) -> None:
    for more in (b"\n", b" ", b"%%EOF\n", signed[-600:]):
        findings, _ = examine(archive, signed + more)
        assert findings.verdict is Verdict.TAMPERED
    assert "does not cover" in said(examine(archive, signed + b"\n")[0])


def test_the_case_of_the_signatures_hexadecimals_is_no_place_to_write(archive: Sealed, signed: bytes) -> None:
    begin = signed.rindex(b"<3082")
    changed = signed[:begin] + signed[begin : begin + 200].lower() + signed[begin + 200 :]
    assert "other bytes than the signature" in said(examine(archive, changed)[0])


def test_a_dropped_row_is_found_though_it_is_signed(archive: Sealed) -> None:
    events = [one for one in leaves_of(archive) if one.leaf != 7]
    findings, examined = examine(archive, document(archive, events=events))
    assert findings.verdict is Verdict.TAMPERED
    assert findings.first_bad_leaf == 7
    assert "(leaf 7) is missing" in said(findings)
    assert "the document's pages" in "\n".join(examined.unasked)


def test_a_changed_cell_is_found_though_it_is_signed(archive: Sealed) -> None:
    events = list(leaves_of(archive))
    events[7] = replace(events[7], header=replace(events[7].header, ip_address="198.51.100.1"))
    findings, _ = examine(archive, document(archive, events=events))
    assert "the cell ip_address of the event" in said(findings)


def test_a_changed_filter_is_found_though_it_is_signed(archive: Sealed) -> None:
    right = [one for one in leaves_of(archive) if one.header.actor_id == "ana"]
    findings, _ = examine(archive, document(archive, about(archive, Selection()), right))
    assert "is missing" in said(findings)


def test_pages_that_show_other_events_than_the_data_are_found(archive: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    """By whoever holds the key and draws at will; the attached data are the true ones."""

    def lying(one: SealedEvent) -> SealedEvent:
        return replace(one, body={**one.body, "description": "Nothing happened."}) if one.leaf == 30 else one

    with monkeypatch.context() as drawing:
        from lacre.exporting.pdf import table

        honest = table._cells_below
        drawing.setattr(table, "_cells_below", lambda one: honest(lying(one)))
        drawn = document(archive)
    findings, _ = examine(archive, drawn)
    assert said(findings) == "page 3 of the document does not show what its data give"


def test_the_same_document_packed_by_another_library_verifies(
    archive: Sealed, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = zlib.compress
    with monkeypatch.context() as packing:
        packing.setattr(zlib, "compress", lambda content, **_: packed(content, 1))
        other = document(archive)
    assert other != signed
    assert examine(archive, other)[0] == Findings()


def test_another_font_than_ours_is_found(archive: Sealed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever redraws a letter changes what every page says."""
    from fontTools.ttLib import TTFont

    from lacre.exporting.pdf import fonts

    with TTFont(fonts.FILES[""]) as font:
        font["glyf"]["seven"] = font["glyf"]["one"]
        font.save(tmp_path / "another.ttf")
    with monkeypatch.context() as drawing:
        drawing.setitem(fonts.FILES, "", tmp_path / "another.ttf")
        drawn = document(archive)
    assert "fonts, attachments or structure" in said(examine(archive, drawn)[0])


def test_who_signed_is_told_apart(archive: Sealed, signed: bytes) -> None:
    stranger = TestAuthority("A stranger")
    findings, _ = examine(archive, document(archive, signer=LocalDocumentSigner(stranger)))
    assert findings.verdict is Verdict.INCONCLUSIVE
    assert "does not lead to --document-root" in said(findings)
    assert verdict(archive, signed, Trusted.of(stranger.root, None)) is Verdict.INCONCLUSIVE


def test_without_a_root_it_is_said_that_nobody_vouches(archive: Sealed, signed: bytes) -> None:
    findings, examined = examine(archive, signed, Trusted())
    assert findings == Findings()
    assert "whose signature the document bears: no --document-root" in examined.unasked


def test_a_signature_of_another_key_than_the_certificates_is_found(archive: Sealed) -> None:
    class Borrowed(LocalDocumentSigner):
        @property
        def certificate_chain(self) -> bytes:
            return document_signer().certificate_chain

    findings, _ = examine(archive, document(archive, signer=Borrowed(authority())))
    assert "not one of the key in its certificate" in said(findings)


def test_a_document_of_another_release_is_not_judged(archive: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as drawing:
        drawing.setattr("lacre.exporting.pdf.document.MADE_WITH", "an older release")
        older = document(archive)
    findings, _ = examine(archive, older)
    assert findings.verdict is Verdict.INCONCLUSIVE
    assert "was made with 'an older release'" in said(findings)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b"\x00" * 5000])
def test_no_pdf_is_no_evidence(archive: Sealed, content: bytes) -> None:
    assert verdict(archive, content) is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-" + b"[" * 100_000, b"%PDF-\xff" * 9])
def test_a_hostile_pdf_does_not_stop_the_verifier(archive: Sealed, content: bytes) -> None:
    assert verdict(archive, content) is Verdict.TAMPERED


def test_a_bomb_is_not_unpacked(archive: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "lacre.verifying.document_reading._LIMITS", DecodeLimits(StreamDecodeLimits(max_output_size=99))
    )
    findings, _ = examine(archive, document(archive))
    assert findings.verdict is Verdict.TAMPERED
    assert "PdfDecodeLimitError" in said(findings)


def test_of_too_many_events_none_is_printed_and_all_are_attached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lacre.exporting.pdf.gathered.MOST_PRINTED", 9)
    assert MOST_PRINTED == 10_000
    archive = log_of([event(leaf, Body("Text", "Ana", NONCE)) for leaf in range(10)])
    made = document(archive)
    files = attached(open_pdf(made)).files
    assert sorted(files) == ["data.csv", "document.json", "manifest.json"]
    assert files[DATA].count(b"\r\n") == 11
    assert examine(archive, made)[0] == Findings()


def test_a_stamped_signature_is_judged_as_of_its_stamp(archive: Sealed, tmp_path: Path) -> None:
    stamping, other = OpenSslAuthority(tmp_path / "one"), OpenSslAuthority(tmp_path / "other", "Another")
    made = document(archive, stamping=stamping)
    findings, examined = examine(archive, made, Trusted.of(authority().root, stamping.root))
    assert findings == Findings()
    assert examined.facts["document stamped at"]
    assert "no --timestamp-authority" in "\n".join(examine(archive, made)[1].unasked)
    findings, _ = examine(archive, made, Trusted.of(authority().root, other.root))
    assert said(findings) == "the document's timestamp does not lead to --timestamp-authority"
