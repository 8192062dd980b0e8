"""Templates: Jinja2 with everything escaped, and an error for a name that is not given."""

from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from functions.query.conditions import conditions, in_words
from functions.query.grouped import grouped
from functions.query.language import LANGUAGES, words_of
from functions.query.rule_words import rule_words
from functions.query.static_files import address_of
from functions.query.viewer import Viewer
from functions.query.vocabulary import vocabulary
from functions.query.zone import in_zone

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment(language: str) -> Environment:
    pages = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = words_of(language)
    pages.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]  # the extension's
    pages.globals.update(static=address_of, languages=LANGUAGES)
    pages.globals.update(vocabulary=vocabulary(words.gettext), rule_words=rule_words(words.gettext))
    pages.filters.update(in_zone=in_zone, grouped=grouped, in_words=partial(in_words, forms=conditions(words.gettext)))
    return pages


def render(template: str, *, root: str, viewer: Viewer, **context: object) -> str:
    """`root` leads from the page to the console's root (`../` per level), so that links hold behind any prefix."""
    return environment(viewer.language).get_template(template).render(root=root, viewer=viewer, **context)
