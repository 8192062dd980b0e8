"""What a document holds beside its signature: pages, attachments, metadata; the same each time."""

import hashlib
import json
import re

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from lacre.exporting.columns import HEAD, SealedEvent, row
from lacre.exporting.manifest import Manifest
from lacre.exporting.pdf.about import Statement, StatementError
from lacre.exporting.pdf.document import MOST_DATA_BYTES, draw
from lacre.exporting.pdf.front import in_words
from lacre.exporting.pdf.gathered import Gathered
from lacre.exporting.pdf.table import ROWS, pages_of
from lacre.exporting.pdf.words import WORDS
from lacre.exporting.writer import ExportError
from lacre.model.event import Body
from lacre.model.filters import Filters, Selection, address_filter
from lacre.model.vocabulary import Outcome, Severity
from lacre.ports.errors import SignerUnavailableError
from lacre.verifying.document_reading import attached, open_pdf
from tests.fakes.document_signer import LocalDocumentSigner, authority
from tests.unit.exporting.populations import NONCE, at_leaf, event
from tests.unit.verifying.archives import Sealed
from tests.unit.verifying.documented import about, document
from tests.unit.verifying.exported import leaves_of, log_of

EVERYTHING = Selection(
    Filters(
        **dict.fromkeys(set(Filters.__dataclass_fields__) - {"ip", "only_critical", "start", "end"}, "x"),  # type: ignore[arg-type] # any text
        start="2026-11-22T00:00:00.000Z",
        end="2026-11-23T00:00:00.000Z",
        ip=address_filter("192.0.2.0/24"),
        only_critical=True,
    ),
    "words",
)
STATEMENT = Statement(
    organisation="Example Bank",
    language="en",
    asked_by="Ana",
    asked_at="2026-11-22T09:30:00.000Z",
    reference="job-one",
    signed_at="2026-11-22T09:30:01.000Z",
    made_with="the tests",
)
PAGES_OF_LAYOUT_1 = "7a23c6df237898e914a0642221fd1375c0757ca97e913d779ec053a7701c3774"


@pytest.fixture(scope="module")
def archive() -> Sealed:
    return log_of([event(leaf, Body(f"Event {leaf}", "Ana", NONCE)) for leaf in range(ROWS + 1)])


def contents_of(pdf: PdfFileReader) -> list[bytes]:
    """What the pages are drawn with."""
    return [page.get_object()["/Contents"].data for page in pdf.root["/Pages"]["/Kids"].iterate()]


def test_the_pages_are_those_of_this_layout(archive: Sealed) -> None:
    """Where they are not, documents of before can no longer be made again: give the layout another number."""
    drawn = hashlib.sha256(b"".join(contents_of(open_pdf(document(archive))))).hexdigest()
    assert drawn == PAGES_OF_LAYOUT_1


def test_a_page_holds_so_many_events_and_another_begins(archive: Sealed) -> None:
    assert len(contents_of(open_pdf(document(archive)))) == 1 + pages_of(ROWS + 1) == 3
    assert len(contents_of(open_pdf(document(archive, about(archive, size=3))))) == 2
    nothing = about(archive, Selection(Filters(actor_id="nobody")))
    assert len(contents_of(open_pdf(document(archive, nothing)))) == 1


def test_the_events_are_attached_as_they_were_sealed(archive: Sealed) -> None:
    files = attached(open_pdf(document(archive))).files
    assert files["data.csv"] == HEAD + b"".join(map(row, leaves_of(archive)))
    lines = files["events.json"].splitlines()
    assert (lines[0], lines[-1], len(lines)) == (b"[", b"]", len(archive.events) + 2)
    for line, stored in zip(lines[1:-1], archive.events, strict=True):
        assert b'"header":' + stored.event.header_bytes in line
        assert b'{"body":' + stored.event.body_bytes in line
    assert [one["leaf"] for one in json.loads(files["events.json"])] == list(range(len(archive.events)))
    assert Statement.decode(files["document.json"]).asked_by == "Domingos Tembe (u-auditor)"


def test_it_says_that_it_is_pdf_a_3b(archive: Sealed) -> None:
    """No validator of PDF/A is at hand: these are the claims, and the parts that the standard asks for."""
    pdf = open_pdf(document(archive))
    metadata = pdf.root["/Metadata"].data.decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert pdf.root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    relations = {str(one.get_object()["/F"]): one.get_object()["/AFRelationship"] for one in pdf.root["/AF"].iterate()}
    assert relations == {
        "data.csv": "/Data",
        "events.json": "/Source",
        "manifest.json": "/Supplement",
        "document.json": "/Supplement",
    }
    field = pdf.root["/AcroForm"]["/Fields"][0]
    assert [float(place) for place in field["/Rect"]] == [0, 0, 0, 0]
    assert field["/F"] & 0b111 == 0b100, "printed, neither hidden nor invisible"
    for page in pdf.root["/Pages"]["/Kids"].iterate():
        for font in page.get_object()["/Resources"]["/Font"].values():
            assert "/FontFile2" in font.get_object()["/DescendantFonts"][0]["/FontDescriptor"]


def test_hostile_text_is_drawn_as_letters_and_nothing_else() -> None:
    hostile = Body("{nb}) Tj ET \u202e" + "x" * 10_000, "\x00\x1b\n😀", NONCE)
    archive = log_of([event(0, hostile, entity_id="\u2066/JS (app.alert(1))", actor_role="=cmd|' /C calc'!A0")])
    made = document(archive)
    assert b"/JS" not in made
    assert b"/JavaScript" not in made
    # Strings aside, whose brackets and backslashes are escaped, what is left are numbers, names and operators.
    bare = re.sub(rb"\((?:[^()\\]|\\.)*\)", b"", b"\n".join(contents_of(open_pdf(made))), flags=re.DOTALL)
    operators = {one for one in bare.split() if not re.fullmatch(rb"-?[0-9.]+|/F[12]", one)}
    assert operators == {b"BT", b"Tf", b"Td", b"Tj", b"ET", b"RG", b"rg", b"w", b"J", b"m", b"l", b"S", b"re", b"f"}


@pytest.mark.parametrize("language", ["pt", "en"])
def test_every_filter_has_its_words(language: str) -> None:
    words = WORDS["pt" if language == "pt" else "en"]
    assert words.conditions.keys() == EVERYTHING.as_object().keys()
    lines = in_words(EVERYTHING, words)
    assert len(lines) == len(words.conditions)
    assert f"{words.conditions['start']}: 2026-11-22 00:00:00.000" in lines
    assert in_words(Selection(), words) == []


def test_totals_count_every_event() -> None:
    gathered = Gathered()
    for leaf in range(6):
        gathered.add(at_leaf(leaf, action="A" if leaf else "B", severity=Severity.CRITICAL, outcome=Outcome.DENIED))
    assert gathered.severities[0] == ("CRITICAL", 6)
    assert dict(gathered.outcomes) == {"SUCCEEDED": 0, "DENIED": 6, "FAILED": 0}
    assert gathered.actions == [("A", 5), ("B", 1)]


def test_many_actions_are_summed_up_at_the_end(archive: Sealed) -> None:
    gathered = Gathered()
    for leaf in range(100):
        gathered.add(at_leaf(leaf, action=f"ACTION_{leaf}"))
    made = open_pdf(document(archive))
    manifest = attached(made).files["manifest.json"]
    assert draw(STATEMENT, Manifest.decode(manifest), HEAD, gathered)


def test_more_data_than_a_document_takes_is_refused(archive: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_DATA_BYTES > 100_000_000
    monkeypatch.setattr("lacre.exporting.pdf.document.MOST_DATA_BYTES", 2_000)
    with pytest.raises(ExportError, match="at most 2000 bytes"):
        document(archive)


def test_nor_more_of_what_takes_more_room_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = log_of([event(0, Body("\x01" * 1_000, "Ana", NONCE))])
    monkeypatch.setattr("lacre.exporting.pdf.document.MOST_DATA_BYTES", 3_000)
    with pytest.raises(ExportError, match="at most 3000 bytes"):
        document(archive)


def test_events_in_another_order_are_refused(archive: Sealed) -> None:
    events: list[SealedEvent] = list(leaves_of(archive))
    with pytest.raises(ExportError, match="comes after"):
        document(archive, events=events[::-1])


def test_a_key_that_is_away_is_told() -> None:
    signer = LocalDocumentSigner(authority())
    signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        document(log_of([event(0)]), signer=signer)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'"en"', b'"fr"'),
        lambda text: text.replace(b"lacre document v1", b"lacre document v2"),
        lambda text: text.replace(b'"Ana"', b"5"),
        lambda text: text.replace(b"2026-11-22T09:30:01.000Z", b"yesterday"),
        lambda text: text.replace(b"{", b'{"more":1,', 1),
        lambda text: text + b" ",
        lambda _: b"\xff",
    ],
)
def test_a_statement_has_one_form(change: object) -> None:
    assert Statement.decode(STATEMENT.encode()) == STATEMENT
    assert callable(change)
    with pytest.raises(StatementError):
        Statement.decode(change(STATEMENT.encode()))
