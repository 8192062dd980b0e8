"""Landscape A4 on which texts are placed, in PDF/A-3B. The same calls give the same bytes: no clock, no chance.

ISO 19005-3. All places are in mm from the upper left corner; a text stands on its baseline.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from xml.sax.saxutils import escape

from fpdf import FPDF

from lacre.exporting.pdf.fonts import FAMILY, FILES, Style
from lacre.exporting.pdf.shown import clipped, shown, width_of, wrapped

WIDTH, HEIGHT = 297.0, 210.0
MARGIN = 12.0
RIGHT = WIDTH - MARGIN

Ink = tuple[int, int, int]
BLACK: Ink = (24, 24, 27)
GREY: Ink = (96, 96, 104)
WAX: Ink = (150, 27, 30)
LINE: Ink = (208, 208, 212)
SHADE: Ink = (244, 244, 242)

Relation = Literal["Data", "Source", "Supplement"]


class Paper:
    """`made_at` and `title` are those of the document's metadata, `language` is a tag of RFC 5646."""

    def __init__(self, title: str, language: str, made_with: str, made_at: datetime) -> None:
        pdf = FPDF(orientation="L", format="A4", enforce_compliance="PDF/A-3B")
        for style, file in FILES.items():
            pdf.add_font(FAMILY, style, file)
        # Else the sign for the number of pages would be replaced wherever an event's text holds it.
        pdf.alias_nb_pages("")
        pdf.set_auto_page_break(auto=False)
        pdf.set_display_mode("default")
        pdf.set_creation_date(made_at)
        pdf.set_lang(language)
        pdf.set_xmp_metadata(_metadata(title, made_with, made_at))
        pdf.set_line_width(0.15)
        self._pdf = pdf
        self._made_at = made_at
        self._font: tuple[Style, float] | None = None
        self._ink: Ink | None = None
        self._line: Ink | None = None

    def turn(self) -> None:
        """Begin a page."""
        self._pdf.add_page()
        self._font, self._ink, self._line = None, None, None

    @property
    def pages(self) -> int:
        return self._pdf.pages_count

    def write(
        self, x: float, y: float, text: str, width: float, points: float, style: Style = "", ink: Ink = BLACK
    ) -> None:
        """One line, of which what does not fit is cut off with an ellipsis."""
        self._put(x, y, clipped(text, style, points, width), points, style, ink)

    def write_right(self, end: float, y: float, text: str, points: float, ink: Ink = BLACK) -> None:
        """One line that ends at `end`: a text of ours, which fits."""
        line = shown(text)
        self._put(end - width_of(line, "", points), y, line, points, "", ink)

    def write_lines(
        self, x: float, y: float, text: str, width: float, points: float, most: int, style: Style = "", ink: Ink = BLACK
    ) -> float:
        """As many lines as the text takes, at most `most`. Returns the baseline after the last one."""
        for line in wrapped(text, style, points, width, most):
            self._put(x, y, line, points, style, ink)
            y += points * 0.47
        return y

    def rule(self, y: float, x: float = MARGIN, end: float = RIGHT, ink: Ink = LINE) -> None:
        """A horizontal line."""
        if self._line != ink:
            self._line = ink
            self._pdf.set_draw_color(*ink)
        self._pdf.line(x, y, end, y)

    def shade(self, x: float, y: float, width: float, height: float) -> None:
        """A light ground for what is written on it afterwards."""
        self._ink = None
        self._pdf.set_fill_color(*SHADE)
        self._pdf.rect(x, y, width, height, style="F")

    def attach(self, name: str, content: bytes, kind: str, relation: Relation, description: str) -> None:
        """A file within the document (ISO 32000-2, 7.11.4 and 14.13)."""
        self._pdf.embed_file(
            bytes=content,
            basename=name,
            mime_type=kind,
            associated_file_relationship=relation,
            desc=description,
            modification_date=self._made_at,
            compress=True,
        )

    def content(self) -> bytes:
        """The bytes of the document."""
        return bytes(self._pdf.output())

    def _put(self, x: float, y: float, line: str, points: float, style: Style, ink: Ink) -> None:
        if self._font != (style, points):
            self._font = (style, points)
            self._pdf.set_font(FAMILY, style, points)
        if self._ink != ink:
            self._ink = ink
            self._pdf.set_text_color(*ink)
            # Where both are one colour, fpdf2 does not write it anew for each text.
            self._pdf.set_fill_color(*ink)
        if line:
            self._pdf.text(x, y, line)


def columns(widths: Sequence[float]) -> list[tuple[float, float]]:
    """Left edge and width of columns that stand side by side from the margin on."""
    edges = [MARGIN + sum(widths[:number]) for number in range(len(widths))]
    return list(zip(edges, widths, strict=True))


def _metadata(title: str, made_with: str, made_at: datetime) -> str:
    """XMP (ISO 16684-1), as ISO 19005-3, 6.6 asks for."""
    at = f"{made_at:%Y-%m-%dT%H:%M:%S}+00:00"
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{at}</xmp:CreateDate>
<xmp:ModifyDate>{at}</xmp:ModifyDate>
<xmp:MetadataDate>{at}</xmp:MetadataDate>
<pdf:Producer>{escape(made_with)}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>"""
