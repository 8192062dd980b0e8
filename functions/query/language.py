"""The languages of the console: English as it is written in the templates, and Portuguese by their catalogues."""

import gettext
from functools import cache
from pathlib import Path

from fastapi import Request

ENGLISH, PORTUGUESE = "en", "pt"
LANGUAGES = (PORTUGUESE, ENGLISH)
LANGUAGE_COOKIE = "lacre_language"
LOCALES = Path(__file__).parent / "locales"


def language_of(request: Request) -> str:
    """The one chosen, or the first of the browser's that there is, or English."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return next((one for one in _accepted(request.headers.get("Accept-Language", "")) if one in LANGUAGES), ENGLISH)


@cache
def words_of(language: str) -> gettext.NullTranslations:
    """The catalogues of a language, one for each area of the console, as one."""
    merged = gettext.NullTranslations()
    for compiled in sorted((LOCALES / language).glob("*.mo")):
        with compiled.open("rb") as content:
            words = gettext.GNUTranslations(content)
        words.add_fallback(merged)
        merged = words
    return merged


def _accepted(header: str) -> list[str]:
    """The primary languages by preference (RFC 9110, 12.5.4); what is no weight counts as none."""
    weighed = [_weighed(place, part) for place, part in enumerate(header[:500].split(","))]
    return [tag for weight, _, tag in sorted(weighed) if weight < 0]


def _weighed(place: int, part: str) -> tuple[float, int, str]:
    tag, _, weight = part.strip().partition(";q=")
    try:
        wanted = float(weight) if weight else 1.0
    except ValueError:
        wanted = 0.0
    return -wanted, place, tag.split("-")[0].lower()
