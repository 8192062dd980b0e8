"""A PDF as pyHanko reads it. Its parser meets hostile bytes here: whatever it raises, the document is no good."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    Reference,
    StreamObject,
)
from pyhanko.pdf_utils.reader import PdfFileReader

from lacre.exporting.pdf.document import MOST_DATA_BYTES

_LIMITS = DecodeLimits(document_budget=DocumentDecodeBudget(base_allowance=4 * MOST_DATA_BYTES))
"""A small file can unpack to a very large one: no more than what the largest document holds, of which data and events
are each at most so long."""

Flat = object
"""What an object is, apart from how its bytes are written: compared by equality."""


class UnreadableError(Exception):
    """The bytes are not those of a document of this format."""


@contextmanager
def reading() -> Iterator[None]:
    """Raises UnreadableError for whatever else happens inside."""
    try:
        yield
    except UnreadableError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged PDF makes its parser raise anything at all
        raise UnreadableError(f"it cannot be read as a PDF ({type(error).__name__})") from None


@dataclass(frozen=True)
class Attached:
    """The files within a document by name."""

    files: Mapping[str, bytes]

    def require(self, name: str) -> bytes:
        """Raises UnreadableError if there is no such file."""
        if name not in self.files:
            raise UnreadableError(f"it has no attachment {name}")
        return self.files[name]


def open_pdf(content: bytes) -> PdfFileReader:
    """Raises UnreadableError."""
    with reading():
        pdf = PdfFileReader(BytesIO(content), strict=True, decode_limits=_LIMITS)
        if pdf.encrypted:
            raise UnreadableError("it is encrypted")
        return pdf


def attached(pdf: PdfFileReader) -> Attached:
    """What the document's name tree holds. Raises UnreadableError."""
    with reading():
        listed = [one.get_object() for one in pdf.root["/Names"]["/EmbeddedFiles"]["/Names"].iterate()]
        names = [str(name) for name in listed[::2]]
        if len(set(names)) != len(names):
            raise UnreadableError("it has two attachments of one name")
        contents = [specification["/EF"]["/F"].data for specification in listed[1::2]]
        return Attached(dict(zip(names, contents, strict=True)))


def objects(pdf: PdfFileReader) -> dict[tuple[int, int], PdfObject]:
    """All objects in their last state, by number and generation. Raises UnreadableError."""
    with reading():
        revisions = [pdf.xrefs.explicit_refs_in_revision(number) for number in range(pdf.xrefs.total_revisions)]
        references: set[Reference] = set().union(*revisions)
        return {(one.idnum, one.generation): pdf.get_object(one) for one in references}


def page_of(pdf: PdfFileReader) -> dict[int, int]:
    """For each number of an object that is a page or draws one, which page that is, from 1. Raises UnreadableError."""
    with reading():
        found: dict[int, int] = {}
        for number, kid in enumerate(pdf.root["/Pages"]["/Kids"].iterate(), 1):
            found[kid.idnum] = number
            found[kid.get_object().raw_get("/Contents").idnum] = number
        return found


def flat(thing: PdfObject, without: frozenset[str] = frozenset()) -> Flat:
    """The object with all that it holds, its streams unpacked. `without` names members that do not count."""
    match thing:
        case IndirectObject():
            return ("R", thing.idnum, thing.generation)
        case StreamObject():
            return ("S", _members(thing, without | {"/Length"}), thing.data)
        case DictionaryObject():
            return ("D", _members(thing, without))
        case ArrayObject():
            return ("A", tuple(flat(one) for one in thing.iterate()))
    written = BytesIO()
    thing.write_to_stream(written, None, None)
    return written.getvalue()


def _members(thing: DictionaryObject, without: frozenset[str]) -> Flat:
    return tuple((str(name), flat(thing.raw_get(name))) for name in sorted(thing) if str(name) not in without)
