"""`python -m scripts.compile_words`: the console's catalogues (.po) as the function reads them (.mo), beside them.

With `--missing` it changes nothing, and lists what is not translated yet and what nothing says any more.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

QUERY = Path(__file__).parent.parent / "functions" / "query"
_METHODS = [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
_OPTIONS = {"templates/**.html": {"trimmed": "false", "newstyle_gettext": "true"}}


def catalogues() -> Iterator[tuple[Path, Catalog]]:
    """Each .po file and what it holds."""
    for path in sorted(QUERY.glob("locales/*/*.po")):
        with path.open("rb") as content:
            yield path, read_po(content, locale=path.parent.name)


def compiled(catalogue: Catalog) -> bytes:
    # Babel would write the time at which it read the file: the same words are the same bytes.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    content = BytesIO()
    write_mo(content, catalogue)
    return content.getvalue()


def said() -> set[str]:
    """Every text that a template or a view says in words: the singular of one that counts."""
    found = extract_from_dir(str(QUERY), _METHODS, _OPTIONS)
    return {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found}


def translated(language: str) -> set[str]:
    messages = (one for path, catalogue in catalogues() if path.parent.name == language for one in catalogue)
    return {_singular(one.id) for one in messages if one.id and all(_texts(one.string or ""))}


def main() -> int:
    if sys.argv[1:] == ["--missing"]:
        print("\n".join(f"not translated: {text!r}" for text in sorted(said() - translated("pt"))))
        print("\n".join(f"no longer said: {text!r}" for text in sorted(translated("pt") - said())))
        return 0
    for path, catalogue in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
    return 0


def _singular(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _texts(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


if __name__ == "__main__":
    sys.exit(main())
