"""Texts of anybody's making on paper: what is not a plain letter of the font is shown as its code point.

So nothing turns the direction of a line, hides, overlaps or stands as an empty box, and two texts that differ look
different, but for letters that look alike in all fonts. An emoji is `‹U+1F600›`; so is a `‹` itself, so that nobody
writes such a sign to deceive.
"""

import unicodedata
from functools import cache

from lacre.exporting.pdf.fonts import Style, advances

POINT_MM = 25.4 / 72
ELLIPSIS = "…"

_OPEN, _CLOSE = "‹", "›"
_LONGEST = 2_000
"""More characters than any place on the paper has: of a longer text the rest needs no look."""


def shown(text: str) -> str:
    """The text as it can be printed. Whatever it is, the answer holds plain letters, signs and U+0020 alone."""
    return text.translate(_signs())


def clipped(text: str, style: Style, points: float, width: float) -> str:
    """The beginning of `shown(text)` that fits into `width` mm, with an ellipsis where something is left out."""
    line, rest = _split(shown(text[:_LONGEST]), style, points, width)
    if not rest and len(text) <= _LONGEST:
        return line
    room = width - width_of(ELLIPSIS, style, points)
    return _split(line + rest, style, points, room)[0] + ELLIPSIS


def wrapped(text: str, style: Style, points: float, width: float, most: int) -> list[str]:
    """Lines of `shown(text)`, broken after spaces where there are any; at most `most`, the last one then clipped."""
    rest, lines = shown(text[:_LONGEST]), list[str]()
    while rest and len(lines) < most - 1:
        line, beyond = _split(rest, style, points, width)
        if beyond and not beyond.startswith(" ") and " " in line.strip():
            head, _, tail = line.rpartition(" ")
            line, beyond = head, tail + beyond
        lines.append(line)
        rest = beyond.lstrip(" ")
    if rest:
        lines.append(_clipped_line(rest, style, points, width, is_whole=len(text) <= _LONGEST))
    return lines


def _clipped_line(rest: str, style: Style, points: float, width: float, *, is_whole: bool) -> str:
    line, beyond = _split(rest, style, points, width)
    if not beyond and is_whole:
        return line
    return _split(rest, style, points, width - width_of(ELLIPSIS, style, points))[0] + ELLIPSIS


def _split(line: str, style: Style, points: float, width: float) -> tuple[str, str]:
    widths, left = advances(style), width / (points * POINT_MM)
    for number, letter in enumerate(line):
        left -= widths[ord(letter)]
        if left < 0:
            return line[:number], line[number:]
    return line, ""


def width_of(line: str, style: Style, points: float) -> float:
    """In mm, of a line of `shown` texts."""
    return sum(advances(style)[ord(letter)] for letter in line) * points * POINT_MM


class _Signs(dict[int, str]):
    """For `str.translate`: a character of the font is itself, every other one a sign of its code point."""

    def __missing__(self, code: int) -> str:
        if not _is_plain(code):
            return f"{_OPEN}U+{code:04X}{_CLOSE}"  # not remembered: there are a million of them
        self[code] = chr(code)
        return self[code]


@cache
def _signs() -> _Signs:
    return _Signs()


def _is_plain(code: int) -> bool:
    letter = chr(code)
    if letter == " ":
        return True
    in_fonts = code in advances("") and code in advances("B")
    return in_fonts and letter != _OPEN and unicodedata.category(letter)[0] in "LNPS"
