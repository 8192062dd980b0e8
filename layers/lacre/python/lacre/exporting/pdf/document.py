"""The official document of an export: pages and attachments that follow from the events alone, and then a signature.

Unsigned, it is a function of its statement, the manifest and the events: whoever holds the log can make it again and
compare, page by page (`lacre.verifying.document`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import fontTools
from fpdf import FPDF_VERSION
from pyhanko.version import __version__

from lacre.exporting.columns import HEAD, SealedEvent
from lacre.exporting.manifest import Manifest
from lacre.exporting.pdf.about import About, Statement
from lacre.exporting.pdf.front import draw_front
from lacre.exporting.pdf.gathered import Gathered
from lacre.exporting.pdf.paper import Paper
from lacre.exporting.pdf.signing import sign, valid_from
from lacre.exporting.pdf.table import draw_foot, draw_table, pages_of
from lacre.exporting.pdf.words import WORDS
from lacre.exporting.writer import ExportError, Writer
from lacre.model import moment
from lacre.ports.documents import DocumentSigner
from lacre.ports.timestamping import TimestampAuthority

MOST_DATA_BYTES = 128 * 1024 * 1024
"""More is exported as CSV: the document is made in memory."""

_LAYOUT = 1
MADE_WITH = f"lacre layout {_LAYOUT}, fpdf2 {FPDF_VERSION}, fontTools {fontTools.version}, pyHanko {__version__}"
"""What the bytes of a document follow from, beside its data."""

DATA, MANIFEST, STATEMENT, EVENTS = "data.csv", "manifest.json", "document.json", "events.json"


@dataclass(frozen=True)
class SignedDocument:
    """The PDF, and the manifest of the CSV attached to it, which is attached as well."""

    content: bytes
    manifest: Manifest


def write_pdf(
    events: Iterable[SealedEvent],
    about: About,
    signer: DocumentSigner,
    signed_at: int,
    authority: TimestampAuthority | None = None,
) -> SignedDocument:
    """The signed document of those of the events that the selection finds; they come in the order of leaves.

    `signed_at` is in ms since 1970; under a certificate that begins later the document is as of its beginning. With an
    authority the signature is stamped by it (PAdES B-T, else B-B). Raises ExportError, SignerUnavailableError,
    AuthorityUnavailableError.
    """
    writer, gathered, data = Writer(about.selection, about.checkpoint), Gathered(), bytearray(HEAD)
    for row in writer.rows(events):
        data += row.content
        gathered.add(row.event)
        if max(len(data), gathered.length) > MOST_DATA_BYTES:
            raise ExportError(f"a document takes at most {MOST_DATA_BYTES} bytes of data")
    manifest = writer.manifest()
    statement = Statement.of(about, max(signed_at, valid_from(signer)), MADE_WITH)
    unsigned = draw(statement, manifest, bytes(data), gathered)
    return SignedDocument(sign(unsigned, time_of(statement), signer, authority), manifest)


def draw(statement: Statement, manifest: Manifest, data: bytes, gathered: Gathered) -> bytes:
    """The document before it is signed: the same bytes for the same arguments and the same `MADE_WITH`."""
    words = WORDS[statement.language]
    paper = Paper(words.title, words.tag, statement.made_with, time_of(statement))
    pages = 1 + pages_of(len(gathered.printed))
    draw_front(paper, statement, manifest, gathered)
    draw_foot(paper, statement, manifest.sha256, pages)
    for _ in draw_table(paper, statement, gathered.printed):
        draw_foot(paper, statement, manifest.sha256, pages)
    paper.attach(DATA, data, "text/csv", "Data", words.attachments)
    if gathered.are_printed:
        paper.attach(EVENTS, gathered.as_json(), "application/json", "Source", words.attachments)
    paper.attach(MANIFEST, manifest.encode(), "application/json", "Supplement", words.attachments)
    paper.attach(STATEMENT, statement.encode(), "application/json", "Supplement", words.attachments)
    return paper.content()


def time_of(statement: Statement) -> datetime:
    """When the document was drawn up, to the second: what a PDF's dates hold."""
    return datetime.fromtimestamp(moment.to_milliseconds(statement.signed_at) // 1000, UTC)
