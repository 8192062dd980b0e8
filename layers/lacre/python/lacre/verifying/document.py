"""An official document held against the log: its signature, its data, and every page, made again from what was sealed.

A document follows from its statement, its manifest and the events (`lacre.exporting.pdf`). Once the attached data are
proven to be what the log gives, all of it is made again and compared object by object, so that no cell of a page can
say anything else. Only the signature itself is left out, and how the streams are packed, which differs by library.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from lacre.exporting.manifest import Manifest
from lacre.exporting.pdf.about import Statement, StatementError
from lacre.exporting.pdf.document import DATA, MADE_WITH, MANIFEST, STATEMENT, draw, time_of
from lacre.exporting.pdf.gathered import Gathered
from lacre.exporting.pdf.signing import prepare
from lacre.verifying.document_reading import UnreadableError, attached, flat, objects, open_pdf, page_of, reading
from lacre.verifying.document_signature import Signed, Trusted, check_signature
from lacre.verifying.export import RootAt, check_export
from lacre.verifying.source import Copy
from lacre.verifying.verdict import Findings

Facts = dict[str, str | int | None]

_MAGIC = b"%PDF-"
_OF_SIGNATURE = frozenset({"/Contents", "/ByteRange"})


@dataclass(frozen=True)
class Examined:
    """What is to be shown, and what was not looked at."""

    facts: Facts
    unasked: Sequence[str] = ()


def check_document(
    copy: Copy,
    batches: Sequence[str],
    tree_size: int,
    root_at: RootAt,
    content: bytes,
    trusted: Trusted,
    findings: Findings,
) -> Examined:
    """Whether a document shows exactly what its filters find, and is signed; the rest is as for `check_export`.

    Raises SourceError.
    """
    if not content.startswith(_MAGIC):
        findings.inconclusive("the file is no PDF")
        return Examined({})
    try:
        return _check(copy, batches, tree_size, root_at, content, trusted, findings)
    except (UnreadableError, StatementError) as error:
        findings.tampered(f"the document is damaged, or none that the log's owner made: {error}")
        return Examined({})


def _check(
    copy: Copy,
    batches: Sequence[str],
    tree_size: int,
    root_at: RootAt,
    content: bytes,
    trusted: Trusted,
    findings: Findings,
) -> Examined:
    pdf = open_pdf(content)
    files = attached(pdf)
    statement, manifest, data = Statement.decode(files.require(STATEMENT)), files.require(MANIFEST), files.require(DATA)
    signed = check_signature(pdf, content, time_of(statement), trusted, findings)
    gathered, before = Gathered(), _count(findings)
    facts = check_export(copy, batches, tree_size, root_at, manifest, BytesIO(data), findings, gathered.add)
    unasked = list(_unasked(signed, trusted))
    if _count(findings) > before:
        unasked.append("the document's pages: its data are not proven, and nothing else can be held against them")
    elif statement.made_with != MADE_WITH:
        findings.inconclusive(
            f"the document was made with {statement.made_with!r}, and its pages can be made again with that only; "
            f"this is {MADE_WITH!r}"
        )
    else:
        made = prepare(draw(statement, Manifest.decode(manifest), data, gathered), time_of(statement)).content
        if not _are_same(content, made, signed):
            _compare(content, made, findings)
    return Examined({**_facts(statement, signed), **facts}, unasked)


def _count(findings: Findings) -> int:
    return len(findings.kept) + findings.omitted


def _are_same(content: bytes, made: bytes, signed: Signed) -> bool:
    begin, end = signed.begin, signed.end
    return len(content) == len(made) and content[:begin] == made[:begin] and content[end:] == made[end:]


def _compare(content: bytes, made: bytes, findings: Findings) -> None:
    """Object by object: other bytes may be the same document, packed by another library."""
    given, ours = open_pdf(content), open_pdf(made)
    pages, found, expected = page_of(ours), objects(given), objects(ours)
    signature = ours.root["/AcroForm"]["/Fields"][0].raw_get("/V").idnum
    accused: set[str] = set()
    with reading():
        for one in found.keys() | expected.keys():
            without = _OF_SIGNATURE if one == (signature, 0) else frozenset()
            in_both = one in found and one in expected
            if not in_both or flat(found[one], without) != flat(expected[one], without):
                accused.add(_accused(pages.get(one[0])))
        if flat(given.trailer.raw_get("/Root")) != flat(ours.trailer.raw_get("/Root")):
            accused.add(_accused(None))
    for message in sorted(accused):
        findings.tampered(message)


def _accused(page: int | None) -> str:
    if page is None:
        return "the document holds something else than what follows from its data: fonts, attachments or structure"
    return f"page {page} of the document does not show what its data give"


def _unasked(signed: Signed, trusted: Trusted) -> Iterator[str]:
    if trusted.roots is None:
        yield "whose signature the document bears: no --document-root"
    else:
        yield "whether the certificate of the document's key was revoked: nobody is asked"
    if signed.has_timestamp and trusted.authority is None:
        yield "the document's timestamp: no --timestamp-authority"
    yield "who asked for the document and when: for that only its signature stands"


def _facts(statement: Statement, signed: Signed) -> Facts:
    # In quotes, because a text of another's making could hold what a terminal obeys.
    return {
        "document of": repr(statement.organisation),
        "document reference": repr(statement.reference),
        "document asked by": repr(statement.asked_by),
        "document asked at": statement.asked_at,
        "document signed by": repr(signed.by),
        "document signed at": statement.signed_at,
        "document stamped at": None if signed.stamped_at is None else signed.stamped_at.isoformat(),
    }
