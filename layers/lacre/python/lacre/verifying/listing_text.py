"""The keys in a version listing, read entry by entry: of a hostile one no more is ever parsed than one small piece.

Parsed at once, a few million empty lists would take thirty times the memory of their text.
"""

import codecs
import json
import re
from collections.abc import Iterator

_LETTER = re.compile(r"[^ \t\n\r]")
_DECODER = json.JSONDecoder()
_LONGEST = 16 * 1024
"""No entry of a listing, and no other member beside the lists, has so many letters."""

_PIECE = 16 * 1024
_LISTS = ("Versions", "DeleteMarkers")


def keys_of(content: bytes) -> Iterator[tuple[str, str]]:
    """Each entry's list ("Versions" or "DeleteMarkers") and `Key`. Raises ValueError, TypeError, KeyError for others.

    The text is UTF-8, 16 or 32, as JSON may be.
    """
    text = _Text(content)
    text.take("{")
    closing = text.take("}") if text.next() == "}" else ""
    while not closing:
        name = text.value()
        if not isinstance(name, str):
            raise TypeError("a name is no text")
        text.take(":")
        if name in _LISTS:
            yield from ((name, key) for key in _keys(text))
        else:
            text.value()
        closing = text.take(",}").strip(",")
    if text.next():
        raise ValueError("the listing goes on after its end")


def _keys(text: "_Text") -> Iterator[str]:
    if text.next() == "n":
        if text.value() is not None:
            raise ValueError("a list is none")
        return
    text.take("[")
    closing = text.take("]") if text.next() == "]" else ""
    while not closing:
        entry = text.value()
        if not isinstance(entry, dict) or not isinstance(entry["Key"], str):
            raise TypeError("an entry has no key")
        yield entry["Key"]
        closing = text.take(",]").strip(",")


class _Text:
    """A text of JSON of which a window is decoded at a time."""

    def __init__(self, content: bytes) -> None:
        self._content = memoryview(content)
        self._decoder = codecs.getincrementaldecoder(json.detect_encoding(content[:4]))()
        self._taken = 0
        self._window = ""
        self._at = 0

    def next(self) -> str:
        """The letter that follows, spaces left out; none at the end."""
        while True:
            self._fill()
            found = _LETTER.search(self._window, self._at)
            self._at = found.start() if found else len(self._window)
            if self._at < len(self._window):
                return self._window[self._at]
            if self._is_whole():
                return ""

    def take(self, letters: str) -> str:
        """The next letter, which must be one of these."""
        found = self.next()
        if not found or found not in letters:
            raise ValueError("the listing is not JSON")
        self._at += 1
        return found

    def value(self) -> object:
        """The next value. Raises ValueError for one that is too long."""
        self.next()
        self._fill()
        found, end = _DECODER.raw_decode(self._window, self._at)
        if end - self._at > _LONGEST:
            raise ValueError("an entry is larger than any")
        self._at = end
        return found

    def _is_whole(self) -> bool:
        return self._taken == len(self._content)

    def _fill(self) -> None:
        if len(self._window) - self._at > _LONGEST or self._is_whole():
            return
        piece = self._content[self._taken : self._taken + _PIECE]
        self._taken += len(piece)
        self._window = self._window[self._at :] + self._decoder.decode(piece, self._is_whole())
        self._at = 0
